package io.salus.inference.retention;

import io.quarkus.runtime.StartupEvent;
import io.salus.inference.housekeeping.Chore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Deletes what is older than it has to be, a few rows a transaction: nobody waits long for a lock.
 * Two processes that do it at once take different rows.
 */
@ApplicationScoped
class Retention implements Chore {
  private static final Logger LOG = Logger.getLogger(Retention.class);
  private static final int TOGETHER = 500;
  private static final Duration LEAST = Duration.ofDays(1);
  private final RetentionConfig config;
  private final DataSource dataSource;

  Retention(RetentionConfig config, DataSource dataSource) {
    this.config = config;
    this.dataSource = dataSource;
  }

  /** A slip of the unit must not empty a table. */
  void check(@Observes StartupEvent started) {
    check("salus.retention.calls", config.calls());
    check("salus.retention.predictions", config.predictions());
  }

  private static void check(String property, Optional<Duration> keep) {
    if (keep.filter(duration -> duration.compareTo(LEAST) < 0).isPresent()) {
      throw new IllegalStateException(property + " is shorter than a day (P1D)");
    }
  }

  @Override
  public String name() {
    return "delete stored calls and predictions whose time is over";
  }

  @Override
  public void run() {
    config.calls().ifPresent(keep -> delete("stored calls", "delete_old_calls", keep));
    config.predictions().ifPresent(keep -> delete("predictions", "delete_old_predictions", keep));
  }

  private void delete(String what, String function, Duration keep) {
    Instant before = Instant.now().minus(keep);
    long gone = 0;
    int some;
    do {
      some = some(function, before);
      gone += some;
    } while (some == TOGETHER && !Thread.currentThread().isInterrupted());
    if (gone > 0) {
      LOG.infof("%d %s were older than %s and are deleted", gone, what, keep);
    }
  }

  private int some(String function, Instant before) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete = connection.prepareStatement("select " + function + "(?, ?)")) {
      delete.setTimestamp(1, Timestamp.from(before));
      delete.setInt(2, TOGETHER);
      try (ResultSet row = delete.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("old rows cannot be deleted", e);
    }
  }
}
