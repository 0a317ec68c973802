package io.salus.records.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
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

  private final Postgres postgres;

  SearchStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** A page: columns as {@code search_page} has them, then last_rid, last_key and walked. */
  public Uni<FoundPage> page(String sql, List<@Nullable Object> arguments) {
    return postgres.search(sql, Tuple.tuple(arguments)).map(SearchStore::page);
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

  /** What PostgreSQL last found out about the index, which is brought in order before. */
  public Uni<IndexStatistics> statistics() {
    return postgres
        .search("select search_settle()", Tuple.tuple())
        .flatMap(settled -> postgres.search(STATISTICS, Tuple.tuple()))
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
    List<Long> rest = List.of();
    long lastRid = 0;
    Long lastKey = null;
    boolean walked = false;
    for (Row row : rows) {
      Buffer body = row.getBuffer(5);
      StoredVersion resource =
          new StoredVersion(
              row.getString(1),
              row.getString(2),
              row.getInteger(3),
              row.getOffsetDateTime(4),
              "PUT",
              Body.stored(body.getBytes()));
      found.add(new FoundResource(row.getBoolean(0), resource));
      Long[] next = row.getArrayOfLongs(6);
      if (next != null) {
        rest = List.of(next);
        lastRid = row.getLong(7) == null ? 0 : row.getLong(7);
        lastKey = row.getLong(8);
        walked = Boolean.TRUE.equals(row.getBoolean(9));
      }
    }
    return new FoundPage(found, rest, lastRid, lastKey, walked);
  }
}
