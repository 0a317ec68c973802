package io.salus.records.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Connections that only scans use. Those of one scan are kept for the next: to open one costs both
 * sides milliseconds, and an old one has its plans made.
 */
final class ScanConnections implements AutoCloseable {
  private static final int KEPT = Runtime.getRuntime().availableProcessors() + 1;
  private static final int SECONDS_TO_ANSWER = 5;

  /**
   * The right way is always the index, and one plan serves all: tables that have just been filled
   * have no statistics.
   */
  private static final String OPTIONS =
      "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
          + " -c plan_cache_mode=force_generic_plan";

  private final String url;
  private final Properties properties = new Properties();
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

  ScanConnections(String url, String user, String password) {
    this.url = url;
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("options", OPTIONS);
    properties.setProperty("prepareThreshold", "1");
  }

  /** One that nobody else has, and that is in no transaction. */
  Connection take() throws SQLException {
    for (Connection known = idle.poll(); known != null; known = idle.poll()) {
      if (known.isValid(SECONDS_TO_ANSWER)) {
        return known;
      }
      known.close();
    }
    return DriverManager.getConnection(url, properties);
  }

  /** Ends the transaction of one that is of use no more. */
  void giveBack(Connection used) throws SQLException {
    if (idle.size() >= KEPT) {
      used.close();
      return;
    }
    try {
      used.rollback();
      used.setAutoCommit(true);
      idle.add(used);
    } catch (SQLException e) {
      used.close();
    }
  }

  @Override
  public void close() throws SQLException {
    for (Connection known = idle.poll(); known != null; known = idle.poll()) {
      known.close();
    }
  }
}
