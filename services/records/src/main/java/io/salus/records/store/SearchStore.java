package io.salus.records.store;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs the statements that {@code io.salus.records.search} builds. Each bounds by itself what the
 * caller sees; what is guarded it reaches only through functions that take the tenant.
 */
@ApplicationScoped
public class SearchStore {
  /** Codes that are so common that a plan depends on it. */
  private static final String STATISTICS =
      """
      select (select reltuples::bigint from pg_class where oid = 'resource_index'::regclass),
        t.most_common_elems::text::bigint[], t.most_common_elem_freqs,
        k.most_common_vals::text::bigint[], k.most_common_freqs
      from (values (1)) one (x)
      left join pg_stats t on t.schemaname = current_schema and t.tablename = 'resource_index' and t.attname = 'tokens'
      left join pg_stats k on k.schemaname = current_schema and k.tablename = 'resource_index' and k.attname = 'kind'\
      """;

  private static final String BODIES = "select * from search_bodies($1, $2)";
  private static final String KEEP = "select search_keep($1, $2, $3, $4)";

  private final Postgres postgres;

  SearchStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * A page: columns as {@code search_page} has them, then shown, last_rid, newest, partly and
   * total.
   */
  public Uni<FoundPage> page(String sql, List<@Nullable Object> arguments) {
    return postgres.search(sql, Tuple.tuple(arguments)).map(SearchStore::page);
  }

  /** The one array of rids that the statement answers. */
  public Uni<List<Long>> rids(String sql, List<@Nullable Object> arguments) {
    return postgres
        .search(sql, Tuple.tuple(arguments))
        .map(rows -> List.of(rows.iterator().next().getArrayOfLongs(0)));
  }

  /** Present versions by their rids, in no order. */
  public Uni<Map<Long, StoredVersion>> bodies(String tenant, List<Long> rids) {
    return postgres
        .search(BODIES, Tuple.tuple().addString(tenant).addArrayOfLong(rids.toArray(Long[]::new)))
        .map(
            rows -> {
              Map<Long, StoredVersion> versions = new HashMap<>();
              rows.forEach(row -> versions.put(row.getLong(0), version(row)));
              return versions;
            });
  }

  /** Keeps a result whose order is known. */
  public Uni<Integer> keep(String tenant, UUID id, List<Long> rids, int most) {
    return postgres
        .search(KEEP, Tuple.of(tenant, id, rids.toArray(Long[]::new), most))
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  /** The one number that the statement answers. */
  public Uni<Long> count(String sql, List<@Nullable Object> arguments) {
    return postgres
        .search(sql, Tuple.tuple(arguments))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  /** The numbers that the statement answers; for jobs, so it may take its time. */
  public Uni<List<Long>> numbers(String sql, List<@Nullable Object> arguments) {
    return postgres
        .call(sql, Tuple.tuple(arguments))
        .map(
            rows -> {
              List<Long> numbers = new ArrayList<>(rows.size());
              for (Row row : rows) {
                numbers.add(row.getLong(0));
              }
              return numbers;
            });
  }

  /** Drops results that were kept before a time. */
  public Uni<Void> forget(Instant before) {
    return postgres
        .search("select search_forget($1)", Tuple.of(before.atOffset(ZoneOffset.UTC)))
        .replaceWithVoid();
  }

  /** What PostgreSQL last found out about the index. */
  public Uni<IndexStatistics> statistics() {
    return postgres
        .search(STATISTICS, Tuple.tuple())
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return IndexStatistics.of(
                  Math.max(0, row.getLong(0)),
                  row.getArrayOfLongs(1),
                  row.getArrayOfFloats(2),
                  row.getArrayOfLongs(3),
                  row.getArrayOfFloats(4));
            });
  }

  private static FoundPage page(RowSet<Row> rows) {
    List<FoundResource> found = new ArrayList<>(rows.size());
    Row first = null;
    for (Row row : rows) {
      found.add(new FoundResource(row.getBoolean(0), version(row)));
      first = row.getArrayOfLongs(6) == null ? first : row;
    }
    return first == null
        ? new FoundPage(found, List.of(), List.of(), 0, 0, false, null)
        : new FoundPage(
            found,
            first.getArrayOfLongs(7) == null ? List.of() : List.of(first.getArrayOfLongs(7)),
            List.of(first.getArrayOfLongs(6)),
            first.getLong(8) == null ? 0 : first.getLong(8),
            first.getLong(9) == null ? 0 : first.getLong(9),
            Boolean.TRUE.equals(first.getBoolean(10)),
            first.getLong(11));
  }

  /** Columns from the second on: type, id, version, time and body. */
  private static StoredVersion version(Row row) {
    return new StoredVersion(
        row.getString(1),
        row.getString(2),
        row.getInteger(3),
        row.getOffsetDateTime(4),
        "PUT",
        Body.stored(row.getBuffer(5).getBytes()));
  }
}
