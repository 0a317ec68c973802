package io.salus.records.store;

import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Makes anew what finds the resources of a tenant, some at a time. For jobs. */
@ApplicationScoped
public class IndexRewrite {
  private static final String PAGE = "select * from read_page($1,$2,$3,$4)";
  private static final String COUNT = "select count_resources($1,$2,$3)";
  private static final String OF_TYPES =
      "select count(*) from resource r"
          + " where r.tenant = $1 and r.type = any ($2) and r.body is not null";
  private static final String REWRITE = "select rewrite_index(" + ApplyCall.placeholders(24) + ")";

  private final Postgres postgres;
  private final TenantHashes hashes;

  IndexRewrite(Postgres postgres, TenantHashes hashes) {
    this.postgres = postgres;
    this.hashes = hashes;
  }

  /**
   * A resource as it was read, with what shall find it.
   *
   * @param version that the rows were made of
   */
  public record Rewritten(String type, String id, int version, IndexRows rows) {}

  /** How many resources of some types there are. */
  public Uni<Long> count(Caller caller, List<String> types) {
    return postgres
        .call(
            COUNT,
            Tuple.tuple()
                .addString(caller.tenant())
                .addString(OF_TYPES)
                .addArrayOfString(types.toArray(String[]::new)))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  /** Present resources of a type in the order of ids, those behind {@code after}. */
  public Uni<List<StoredVersion>> page(Caller caller, String type, String after, int limit) {
    return postgres
        .call(PAGE, Tuple.of(caller.tenant(), type, after, limit))
        .map(rows -> versions(type, rows));
  }

  /** How many were still of the version that was read; the others are left as they are. */
  public Uni<Integer> rewrite(Caller caller, List<Rewritten> resources) {
    List<Change> changes =
        resources.stream()
            .map(r -> new Change(Change.Method.PUT, r.type, r.id, r.version, null, r.rows))
            .toList();
    ApplyCall call = new ApplyCall(new ChangeSet(changes, List.of(), List.of()), text -> false);
    return hashes
        .of(caller.tenant())
        .flatMap(hash -> postgres.call(REWRITE, call.rewriteArguments(caller.tenant(), hash)))
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  private static List<StoredVersion> versions(String type, RowSet<Row> rows) {
    List<StoredVersion> versions = new ArrayList<>();
    for (Row row : rows) {
      versions.add(
          new StoredVersion(
              type,
              row.getString(0),
              row.getInteger(1),
              row.getOffsetDateTime(2),
              row.getString(3),
              Body.stored(row.getBuffer(4).getBytes())));
    }
    return versions;
  }
}
