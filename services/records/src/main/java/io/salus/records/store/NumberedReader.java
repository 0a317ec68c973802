package io.salus.records.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Resources by their numbers, in the order asked for, on a thread that may wait. A selection makes
 * the numbers first, which are small; the bodies follow in portions, so that memory stays flat and
 * no plan of PostgreSQL's ever sorts bodies. Call it inside {@code TenantTransactions}.
 */
@ApplicationScoped
public class NumberedReader {
  /** Bodies fetched at once: about half a megabyte. */
  private static final int PORTION = 500;

  private static final String PRESENT =
      """
      select r.rid, r.type, r.id, r.version, r.last_updated, r.method, r.body
      from resource r
      where r.rid = any (?) and r.tenant = ?\
      """;

  private static final String PAST =
      """
      select h.version, h.last_updated, h.method, h.body
      from resource_history h
      where h.rid = ? and h.tenant = ? and h.last_updated <= ?
      order by h.version desc
      limit 1\
      """;

  private final DataSource dataSource;

  NumberedReader(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Takes what is read. */
  public interface Sink {
    /**
     * @param at position of its number among those asked for
     */
    void accept(int at, StoredVersion version) throws IOException;
  }

  /** The present versions; what is deleted or not there is passed over. */
  public void forEach(String tenant, long[] numbers, Sink sink) throws IOException {
    read(tenant, numbers, null, sink);
  }

  /** The versions that were present at a moment; what was not there then is passed over. */
  public void forEachAsOf(String tenant, long[] numbers, Instant moment, Sink sink)
      throws IOException {
    read(tenant, numbers, moment.atOffset(ZoneOffset.UTC), sink);
  }

  private void read(String tenant, long[] numbers, @Nullable OffsetDateTime moment, Sink sink)
      throws IOException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement present = connection.prepareStatement(PRESENT);
        PreparedStatement past = connection.prepareStatement(PAST)) {
      for (int from = 0; from < numbers.length; from += PORTION) {
        long[] portion =
            Arrays.copyOfRange(numbers, from, Math.min(numbers.length, from + PORTION));
        present.setArray(1, connection.createArrayOf("bigint", boxed(portion)));
        present.setString(2, tenant);
        Map<Long, StoredVersion> found = HashMap.newHashMap(portion.length);
        try (ResultSet rows = present.executeQuery()) {
          while (rows.next()) {
            found.put(rows.getLong(1), version(rows, rows.getString(2), rows.getString(3), 4));
          }
        }
        for (int i = 0; i < portion.length; i++) {
          StoredVersion version = found.get(portion[i]);
          if (version != null && moment != null && version.lastUpdated().isAfter(moment)) {
            version = past(past, portion[i], tenant, moment, version);
          }
          if (version != null && !version.deleted()) {
            sink.accept(from + i, version);
          }
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL answered with " + e.getSQLState(), e);
    }
  }

  private static @Nullable StoredVersion past(
      PreparedStatement query, long number, String tenant, OffsetDateTime moment, StoredVersion now)
      throws SQLException {
    query.setLong(1, number);
    query.setString(2, tenant);
    query.setObject(3, moment);
    try (ResultSet row = query.executeQuery()) {
      return row.next() ? version(row, now.type(), now.id(), 1) : null;
    }
  }

  private static StoredVersion version(ResultSet row, String type, String id, int column)
      throws SQLException {
    byte[] body = row.getBytes(column + 3);
    return new StoredVersion(
        type,
        id,
        row.getInt(column),
        row.getObject(column + 1, OffsetDateTime.class),
        row.getString(column + 2),
        body == null ? null : Body.stored(body));
  }

  private static Long[] boxed(long[] numbers) {
    return Arrays.stream(numbers).boxed().toArray(Long[]::new);
  }
}
