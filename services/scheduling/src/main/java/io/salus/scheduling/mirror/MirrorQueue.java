package io.salus.scheduling.mirror;

import io.salus.scheduling.database.DatabaseFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;

/** The table of resources whose mirror is behind. */
@ApplicationScoped
class MirrorQueue {
  private static final String CLAIM =
      "update mirror_task t set claimed_by = ?, claimed_until = now() + make_interval(secs => ?),"
          + " due_at = now() + make_interval(secs => ?) from (select tenant, type, id from mirror_task"
          + " where dead_at is null and due_at <= now() and (claimed_until is null or claimed_until <= now())"
          + " order by due_at limit ? for update skip locked) due"
          + " where t.tenant = due.tenant and t.type = due.type and t.id = due.id"
          + " returning t.tenant, t.type, t.id, t.version";
  private static final String DONE =
      "delete from mirror_task where tenant = ? and type = ? and id = ? and claimed_by = ? and version = ?";
  private static final String RELEASE =
      "update mirror_task set claimed_by = null, claimed_until = null, due_at = now()"
          + " where tenant = ? and type = ? and id = ? and claimed_by = ?";
  private static final String FAILED =
      "update mirror_task set claimed_by = null, claimed_until = null, last_code = ?, attempts = attempts + 1,"
          + " refusals = refusals + ?, dead_at = case when refusals + ? >= ? and version = ? then now() end,"
          + " due_at = now() + make_interval(secs =>"
          + " least(? * power(2, least(attempts, 30)), ?) * (0.8 + 0.4 * random()))"
          + " where tenant = ? and type = ? and id = ? and claimed_by = ? returning dead_at is not null";

  private final DataSource dataSource;
  private final MirrorConfig config;

  MirrorQueue(DataSource dataSource, MirrorConfig config) {
    this.dataSource = dataSource;
    this.config = config;
  }

  /** Notes a change in the transaction at hand; the version when the caller may deliver it. */
  OptionalLong enqueue(String tenant, MirrorType type, UUID id, UUID claimant) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement call =
            connection.prepareStatement(
                "select mirror_enqueue(?, ?, ?, ?, make_interval(secs => ?))")) {
      call.setString(1, tenant);
      call.setString(2, type.fhirName());
      call.setObject(3, id);
      call.setObject(4, claimant);
      call.setDouble(5, seconds(config.immediateClaim()));
      try (ResultSet row = call.executeQuery()) {
        row.next();
        long version = row.getLong(1);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(version);
      }
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** Takes what is due, of all tenants, past rows that others are taking. */
  List<MirrorTask> claim() {
    UUID claimant = UUID.randomUUID();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement claim = connection.prepareStatement(CLAIM)) {
      claim.setObject(1, claimant);
      claim.setDouble(2, seconds(config.claim()));
      claim.setDouble(3, seconds(config.claim()));
      claim.setInt(4, config.batch());
      List<MirrorTask> tasks = new ArrayList<>();
      try (ResultSet row = claim.executeQuery()) {
        while (row.next()) {
          tasks.add(
              new MirrorTask(
                  row.getString(1),
                  MirrorType.of(row.getString(2)),
                  row.getObject(3, UUID.class),
                  row.getLong(4),
                  claimant));
        }
      }
      return tasks;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** The records have this version; a newer one becomes due at once. */
  void done(MirrorTask task) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement done = connection.prepareStatement(DONE)) {
      bind(done, 1, task);
      done.setLong(5, task.version());
      if (done.executeUpdate() == 0) {
        try (PreparedStatement release = connection.prepareStatement(RELEASE)) {
          bind(release, 1, task);
          release.executeUpdate();
        }
      }
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** Tries again later; true when the task is given up instead. */
  boolean failed(MirrorTask task, String code, boolean refused) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement failed = connection.prepareStatement(FAILED)) {
      failed.setString(1, code);
      failed.setInt(2, refused ? 1 : 0);
      failed.setInt(3, refused ? 1 : 0);
      failed.setInt(4, config.maxRefusals());
      failed.setLong(5, task.version());
      failed.setDouble(6, seconds(config.firstBackoff()));
      failed.setDouble(7, seconds(config.maxBackoff()));
      bind(failed, 8, task);
      try (ResultSet row = failed.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** Rows that wait, or that were given up. */
  long count(boolean dead) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement count =
            connection.prepareStatement(
                "select count(*) from mirror_task where (dead_at is not null) = ?")) {
      count.setBoolean(1, dead);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void bind(PreparedStatement statement, int first, MirrorTask task)
      throws SQLException {
    statement.setString(first, task.tenant());
    statement.setString(first + 1, task.type().fhirName());
    statement.setObject(first + 2, task.id());
    statement.setObject(first + 3, task.claimant());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
