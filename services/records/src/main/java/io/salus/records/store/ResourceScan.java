package io.salus.records.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * The resources of a type as they are at one moment, in the order of their last update, in slices
 * that several threads can read at once: each has a connection and a transaction of its own, and
 * all see what the first one saw. Rows come by COPY, which costs PostgreSQL and the driver about
 * half of what a cursor does.
 */
public final class ResourceScan implements AutoCloseable {
  /** Small at first, so that somebody who waits sees something. */
  private static final int FIRST_ROWS = 200;

  private static final int ROWS = 2000;

  /** The right way is always the index; tables that have just been filled have no statistics. */
  private static final String SETTINGS =
      """
      select set_config('salus.tenant', ?, true), set_config('enable_seqscan', 'off', true),
        set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)\
      """;

  /** What lies behind one place and up to another, both in the order of update and number. */
  public record Slice(long afterUpdated, long afterRid, long upToUpdated, long upToRid) {}

  /** Takes what is read. */
  public interface Sink {
    /**
     * @param rid number of the resource, the same in all its versions
     */
    void accept(long rid, StoredVersion version);
  }

  /** Opens connections that are the scan's own. */
  interface Opener {
    Connection open() throws SQLException;
  }

  private final Opener opener;
  private final Runnable onClose;
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final Connection connection;
  private final String tenant;
  private final String type;
  private final ScanCondition condition;
  private final String snapshot;
  private Slice last = new Slice(0, 0, Long.MIN_VALUE, Long.MIN_VALUE);
  private int rows = FIRST_ROWS;
  private boolean ended;

  ResourceScan(Opener opener, Runnable onClose, String tenant, String type, ScanCondition condition)
      throws SQLException {
    this.opener = opener;
    this.onClose = onClose;
    this.connection = opener.open();
    this.tenant = tenant;
    this.type = type;
    this.condition = condition;
    this.snapshot = export();
  }

  private String export() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      begin(connection, "");
      try (ResultSet row = statement.executeQuery("select pg_export_snapshot()")) {
        row.next();
        return row.getString(1);
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** The next slice; empty when there is none. */
  public synchronized Optional<Slice> next() {
    if (ended) {
      return Optional.empty();
    }
    try {
      last = slice();
      rows = ROWS;
      return Optional.of(last);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Reads a slice; on any thread. */
  public void read(Slice slice, Sink sink) {
    try {
      Connection known = idle.poll();
      Connection reader = known == null ? opener.open() : known;
      try {
        if (known == null) {
          begin(reader, "; set transaction snapshot '" + snapshot + "'");
        }
        copy(reader, slice, sink);
      } catch (SQLException | RuntimeException e) {
        reader.close();
        throw e;
      }
      idle.add(reader);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Once nobody reads any more. */
  @Override
  public void close() {
    try {
      connection.close();
      for (Connection reader = idle.poll(); reader != null; reader = idle.poll()) {
        reader.close();
      }
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      onClose.run();
    }
  }

  private Slice slice() throws SQLException {
    if (!condition.few()) {
      try (PreparedStatement query =
          connection.prepareStatement(
              "select x.updated, x.rid from resource_index x where "
                  + condition.sql()
                  + " and (x.updated, x.rid) > (?, ?) order by x.updated, x.rid offset ? limit"
                  + " 1")) {
        query.setLong(1, last.upToUpdated());
        query.setLong(2, last.upToRid());
        query.setInt(3, rows - 1);
        try (ResultSet row = query.executeQuery()) {
          if (row.next()) {
            return new Slice(last.upToUpdated(), last.upToRid(), row.getLong(1), row.getLong(2));
          }
        }
      }
    }
    ended = true;
    return new Slice(last.upToUpdated(), last.upToRid(), Long.MAX_VALUE, Long.MAX_VALUE);
  }

  private void copy(Connection reader, Slice slice, Sink sink) throws SQLException {
    CopyOut copy =
        reader
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut(
                """
                copy (select r.rid, x.updated, r.version, r.id, r.method, r.body
                from resource_index x join resource r on r.rid = x.rid
                where %s and (x.updated, x.rid) > (%d, %d) and (x.updated, x.rid) <= (%d, %d)
                order by x.updated, x.rid) to stdout (format binary)\
                """
                    .formatted(
                        condition.sql(),
                        slice.afterUpdated(),
                        slice.afterRid(),
                        slice.upToUpdated(),
                        slice.upToRid()));
    try {
      CopiedRows copied = new CopiedRows(type);
      for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
        copied.read(row, sink);
      }
    } finally {
      if (copy.isActive()) {
        // PgJDBC 42.7 asks the server to stop and reads nothing more: the next statement takes what
        // is left for its own answer ("Expected command status BEGIN, got COMMIT"). So whoever
        // calls must close the connection; one of a pool would go on to somebody else.
        copy.cancelCopy();
      }
    }
  }

  /** The transaction ends with the connection. */
  private void begin(Connection begun, String more) throws SQLException {
    begun.setAutoCommit(false);
    try (Statement statement = begun.createStatement();
        PreparedStatement settings = begun.prepareStatement(SETTINGS)) {
      statement.execute("set transaction isolation level repeatable read" + more);
      settings.setString(1, tenant);
      settings.execute();
    }
  }

  static IllegalStateException failure(SQLException e) {
    return new IllegalStateException("PostgreSQL answered with " + e.getSQLState(), e);
  }
}
