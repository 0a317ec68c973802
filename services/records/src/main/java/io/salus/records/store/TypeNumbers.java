package io.salus.records.store;

import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a type's resources as they were at a moment, in their order, so many at a time:
 * what a job works through and can take up again behind any number. Call it inside {@code
 * TenantTransactions}; no transaction need last longer than a call.
 */
@ApplicationScoped
public class TypeNumbers {
  /** A writer takes milliseconds from the time it stamps to its commit. */
  private static final int MOST_LOOKS = 200;

  private static final long LOOK_EVERY_NANOS = 50_000_000;

  /**
   * What was deleted after the moment was there at the moment; which type it is, is told by its
   * row.
   */
  private static final String NUMBERS =
      """
      select n.rid
      from (
        select x.rid
        from resource_index x
        where x.kind = ? and x.rid > ? and x.updated >= ? and (?::bigint[] is null or x.tokens && ?)
        union all
        select x.rid
        from resource_index x
        where x.kind = 0 and x.updated > ? and x.rid > ? and (?::bigint[] is null or x.tokens && ?)
      ) n
      order by n.rid
      limit ?\
      """;

  private static final String DELETED =
      """
      select r.rid, r.type, r.id
      from resource_index x join resource r on r.rid = x.rid
      where x.kind = 0 and x.updated between ? and ? and x.rid > ?
        and r.tenant = ? and r.type = any (?) and r.method = 'DELETE'
      order by x.rid
      limit ?\
      """;

  private static final String COUNTS =
      "select x.kind, count(*) from resource_index x where x.kind = any (?) and x.updated >= ?"
          + " group by x.kind";

  /** The millisecond before the present one, once that is not the one in which it was asked. */
  private static final String MOMENT =
      "select date_trunc('milliseconds', clock_timestamp()) - interval '1 millisecond'"
          + " from pg_sleep(0.001)";

  /** Whoever began in the moment's millisecond may write its time, which goes no finer. */
  private static final String WRITING =
      """
      select exists (
        select from pg_stat_activity a
        where a.datname = current_database() and a.pid <> pg_backend_pid()
          and a.xact_start < ? + interval '1 millisecond'
          and (a.backend_xid is not null or (a.state = 'active' and a.query ~ 'apply_changes|into resource')))\
      """;

  private final DataSource dataSource;
  private final TenantHashes hashes;

  TypeNumbers(DataSource dataSource, TenantHashes hashes) {
    this.dataSource = dataSource;
    this.hashes = hashes;
  }

  /** The number, type and id of a resource that is deleted. */
  public record Deleted(long number, ResourceId id) {}

  /**
   * What of a type is wanted.
   *
   * @param since microseconds since 1970; what was last updated before is left out
   * @param moment microseconds since 1970
   * @param patients whose compartments, or null for everybody's
   */
  public record Range(long since, long moment, @Nullable Collection<String> patients) {}

  /**
   * Numbers behind {@code after}, ascending. Some can be of resources that were not there at the
   * moment, or of another type: {@link NumberedReader#forEachAsOf} tells.
   */
  public long[] of(Caller caller, String type, Range range, long after, int limit) {
    TenantHash hash = hash(caller);
    Collection<String> patients = range.patients();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(NUMBERS)) {
      var compartments =
          patients == null
              ? null
              : connection.createArrayOf("bigint", patients.stream().map(hash::patient).toArray());
      query.setLong(1, hash.kind(type));
      query.setLong(2, after);
      query.setLong(3, range.since());
      query.setArray(4, compartments);
      query.setArray(5, compartments);
      query.setLong(6, range.moment());
      query.setLong(7, after);
      query.setArray(8, compartments);
      query.setArray(9, compartments);
      query.setInt(10, limit);
      long[] numbers = new long[Math.min(limit, 1024)];
      int count = 0;
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.min(limit, 2 * count));
          }
          numbers[count++] = rows.getLong(1);
        }
      }
      return Arrays.copyOf(numbers, count);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Resources of some types that were deleted in a time and are still, ascending. */
  public List<Deleted> deleted(
      Caller caller, Collection<String> types, Range range, long after, int limit) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(DELETED)) {
      query.setLong(1, range.since());
      query.setLong(2, range.moment());
      query.setLong(3, after);
      query.setString(4, caller.tenant());
      query.setArray(5, connection.createArrayOf("text", types.toArray()));
      query.setInt(6, limit);
      List<Deleted> deleted = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          deleted.add(
              new Deleted(rows.getLong(1), new ResourceId(rows.getString(2), rows.getString(3))));
        }
      }
      return deleted;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** About how many there are of each type. */
  public Map<String, Long> counts(Caller caller, Collection<String> types, long since) {
    TenantHash hash = hash(caller);
    Map<Long, String> byKind = new HashMap<>();
    types.forEach(type -> byKind.put(hash.kind(type), type));
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(COUNTS)) {
      query.setArray(1, connection.createArrayOf("bigint", byKind.keySet().toArray()));
      query.setLong(2, since);
      Map<String, Long> counts = new HashMap<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          counts.put(byKind.get(rows.getLong(1)), rows.getLong(2));
        }
      }
      return counts;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /**
   * A moment, now or shortly before, all writes of which can be seen: those that were on their way
   * have ended, and what is written from now on comes later. To be called outside a transaction of
   * one's own.
   */
  public Instant settledMoment() {
    try (Connection connection = dataSource.getConnection()) {
      OffsetDateTime moment;
      try (PreparedStatement clock = connection.prepareStatement(MOMENT);
          ResultSet row = clock.executeQuery()) {
        row.next();
        moment = row.getObject(1, OffsetDateTime.class);
      }
      try (PreparedStatement writing = connection.prepareStatement(WRITING)) {
        for (int look = 0; look < MOST_LOOKS && isWriting(writing, moment); look++) {
          LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
      }
      return moment.withOffsetSameInstant(ZoneOffset.UTC).toInstant();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static boolean isWriting(PreparedStatement query, OffsetDateTime moment)
      throws SQLException {
    query.setObject(1, moment);
    try (ResultSet row = query.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  private TenantHash hash(Caller caller) {
    return hashes.of(caller.tenant()).await().indefinitely();
  }

  private static IllegalStateException failure(SQLException e) {
    return new IllegalStateException("PostgreSQL answered with " + e.getSQLState(), e);
  }
}
