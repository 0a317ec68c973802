package io.salus.records.store;

import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Past and present versions, newest first. */
@ApplicationScoped
public class HistoryStore {
  private static final String SQL =
      "select * from read_history($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)";

  /** A place in the history: what comes before it is older. */
  public record Position(OffsetDateTime time, long rid) {}

  /**
   * What is asked for.
   *
   * @param id of one resource; empty for all of the types
   * @param from the earliest time of a version
   * @param until no version is from then or later
   * @param currentAfter versions that were replaced by then are left out
   * @param before no version is from there or newer
   */
  public record Asked(
      List<String> types,
      String id,
      OffsetDateTime from,
      OffsetDateTime until,
      OffsetDateTime currentAfter,
      Position before,
      int limit) {
    public Asked {
      types = List.copyOf(types);
    }
  }

  /** One version and its place. */
  public record Past(StoredVersion version, Position position) {}

  private final Postgres postgres;
  private final TenantHashes hashes;

  HistoryStore(Postgres postgres, TenantHashes hashes) {
    this.postgres = postgres;
    this.hashes = hashes;
  }

  /** The versions that the caller may see. */
  public Uni<List<Past>> read(Caller caller, Asked asked) {
    return hashes
        .of(caller.tenant())
        .flatMap(hash -> postgres.search(SQL, arguments(caller, hash, asked)))
        .map(
            rows -> {
              List<Past> versions = new ArrayList<>();
              for (Row row : rows) {
                versions.add(past(row));
              }
              return versions;
            });
  }

  private static Tuple arguments(Caller caller, TenantHash hash, Asked asked) {
    String patient = caller.patient();
    return Tuple.tuple()
        .addString(caller.tenant())
        .addLong(patient == null ? null : hash.patient(patient))
        .addArrayOfString(asked.types.toArray(String[]::new))
        .addArrayOfLong(asked.types.stream().map(hash::kind).toArray(Long[]::new))
        .addString(asked.id)
        .addOffsetDateTime(asked.from)
        .addOffsetDateTime(asked.until)
        .addOffsetDateTime(asked.currentAfter)
        .addOffsetDateTime(asked.before.time)
        .addLong(asked.before.rid)
        .addInteger(asked.limit);
  }

  private static Past past(Row row) {
    Buffer body = row.getBuffer(5);
    OffsetDateTime time = row.getOffsetDateTime(3);
    StoredVersion version =
        new StoredVersion(
            row.getString(0),
            row.getString(1),
            row.getInteger(2),
            time,
            row.getString(4),
            body == null ? null : Body.stored(body.getBytes()));
    return new Past(version, new Position(time, row.getLong(6)));
  }
}
