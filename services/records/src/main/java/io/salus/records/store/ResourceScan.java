package io.salus.records.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The resources of a type as they are at one moment, in the order of their last update, in slices
 * that several threads can read at once: each has a connection and a transaction of its own, and
 * all see what the first one saw. The index gives the numbers of a slice; the rows come packed.
 */
public final class ResourceScan implements AutoCloseable {
  /** Small at first, so that somebody who waits sees something. */
  private static final int FIRST_ROWS = 200;

  private static final int ROWS = 2000;

  /** What is behind a place in the index. */
  private static final String NUMBERS =
      """
      select array_agg(y.rid), max(y.updated)
      from (
        select x.rid, x.updated from resource_index x
        where %s and (x.updated, x.rid) > (?, ?)
        order by x.updated, x.rid
        limit ?) y\
      """;

  private static final String READ =
      "select " + PackedRow.PACK + " from resource r where r.rid = any (?)";

  private static final String READ_ONE = "select r.body from resource r where r.rid = ?";

  /** Resources that stand side by side in the order of the scan. */
  public static final class Slice {
    private final Long[] rids;

    private Slice(Long[] rids) {
      this.rids = rids;
    }
  }

  /** Takes what is read. */
  public interface Sink {
    /**
     * @param rid number of the resource, the same in all its versions
     * @param json the resource, UTF-8; what is behind its last brace is nothing. It is written over
     *     once this returns
     */
    void accept(long rid, byte[] json);
  }

  private final ScanConnections connections;
  private final Runnable onClose;
  private final Deque<Connection> readers = new ConcurrentLinkedDeque<>();
  private final Connection connection;
  private final String tenant;
  private final String type;
  private final String numbers;
  private final String snapshot;
  private final boolean few;
  private Long[] found = {};
  private int at;
  private long lastUpdated;
  private int rows = FIRST_ROWS;
  private boolean foundAll;

  ResourceScan(
      ScanConnections connections,
      Runnable onClose,
      String tenant,
      String type,
      ScanCondition condition)
      throws SQLException {
    this.connections = connections;
    this.onClose = onClose;
    this.tenant = tenant;
    this.type = type;
    this.numbers = NUMBERS.formatted(condition.sql());
    this.few = condition.few();
    this.connection = connections.take();
    try {
      this.snapshot = begin(connection, "", "pg_export_snapshot()");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** The next slice; empty when there is none. */
  public synchronized Optional<Slice> next() {
    try {
      if (at == found.length && !foundAll) {
        find();
      }
    } catch (SQLException e) {
      throw failure(e);
    }
    if (at == found.length) {
      return Optional.empty();
    }
    Slice slice = new Slice(Arrays.copyOfRange(found, at, Math.min(found.length, at + rows)));
    at += slice.rids.length;
    rows = ROWS;
    return Optional.of(slice);
  }

  /** Reads a slice; on any thread. */
  public void read(Slice slice, Sink sink) {
    try {
      Connection known = readers.poll();
      Connection reader = known == null ? connections.take() : known;
      try {
        if (known == null) {
          begin(reader, "; set transaction snapshot '" + snapshot + "'", "''");
        }
        read(reader, slice, sink);
      } catch (SQLException | RuntimeException e) {
        reader.close();
        throw e;
      }
      readers.add(reader);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Once nobody reads any more. */
  @Override
  public void close() {
    try {
      readers.add(connection);
      for (Connection used = readers.poll(); used != null; used = readers.poll()) {
        connections.giveBack(used);
      }
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      onClose.run();
    }
  }

  /** Of few patients everything at once: another look for them costs as much as the first. */
  private void find() throws SQLException {
    int limit = few ? Integer.MAX_VALUE : rows;
    try (PreparedStatement query = connection.prepareStatement(numbers)) {
      query.setLong(1, lastUpdated);
      query.setLong(2, found.length == 0 ? 0 : found[found.length - 1]);
      query.setInt(3, limit);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        Array rids = row.getArray(1);
        found = rids == null ? new Long[0] : (Long[]) rids.getArray();
        lastUpdated = row.getLong(2);
      }
    }
    at = 0;
    foundAll = found.length < limit;
  }

  private void read(Connection reader, Slice slice, Sink sink) throws SQLException {
    try (PreparedStatement query = reader.prepareStatement(READ)) {
      query.setArray(1, reader.createArrayOf("bigint", slice.rids));
      try (ResultSet result = query.executeQuery()) {
        result.next();
        byte[] packed = result.getBytes(1);
        if (packed == null) {
          return;
        }
        byte[] room = {};
        for (PackedRow row : PackedRow.unpack(packed)) {
          Body body = row.body() == null ? large(reader, row.rid()) : row.body();
          room = row.json(type, body, room);
          sink.accept(row.rid(), room);
        }
      }
    }
  }

  private static Body large(Connection reader, long rid) throws SQLException {
    try (PreparedStatement query = reader.prepareStatement(READ_ONE)) {
      query.setLong(1, rid);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return Body.stored(row.getBytes(1));
      }
    }
  }

  /** Begins a transaction of the tenant that sees the same all the time. */
  private String begin(Connection begun, String more, String wanted) throws SQLException {
    begun.setAutoCommit(false);
    try (Statement statement = begun.createStatement();
        PreparedStatement settings =
            begun.prepareStatement("select set_config('salus.tenant', ?, true), " + wanted)) {
      statement.execute("set transaction isolation level repeatable read" + more);
      settings.setString(1, tenant);
      try (ResultSet row = settings.executeQuery()) {
        row.next();
        return row.getString(2);
      }
    }
  }

  static IllegalStateException failure(SQLException e) {
    return new IllegalStateException("PostgreSQL answered with " + e.getSQLState(), e);
  }
}
