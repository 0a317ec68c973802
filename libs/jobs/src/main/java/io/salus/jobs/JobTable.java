package io.salus.jobs;

import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table of jobs. Every method runs inside a transaction of the job's tenant. */
@ApplicationScoped
class JobTable {
  private static final String COLUMNS =
      "id, kind, state, subject, patient, progress, message, result, error_code, error_detail, cancel_requested,"
          + " attempts, created_at, started_at, attempt_started_at, finished_at, now() as present";

  /**
   * What a worker needs to begin.
   *
   * @param attempt number of this attempt, from 1
   */
  record Taken(
      String kind,
      Caller caller,
      String params,
      Optional<byte[]> checkpoint,
      int attempt,
      boolean cancelRequested) {}

  private final DataSource dataSource;

  JobTable(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  void insert(UUID id, Caller caller, String kind, String params) {
    update(
        "insert into job (id, tenant, kind, state, subject, scopes, patient, params)"
            + " values (?, ?, ?, 'QUEUED', ?, ?, ?, ?::jsonb)",
        id,
        caller.tenant(),
        kind,
        caller.subject(),
        String.join(" ", caller.scopes()),
        caller.patient(),
        params);
  }

  Optional<Job> find(UUID id) {
    return query("select " + COLUMNS + " from job where id = ?", id).stream().findFirst();
  }

  List<Job> newest(int limit) {
    return query(
        "select " + COLUMNS + " from job order by created_at desc, id desc limit ?", limit);
  }

  /** Ends a job that waits, or leaves word for the worker that has it. */
  void requestCancel(UUID id) {
    update(
        "update job set cancel_requested = true,"
            + " state = case when state = 'QUEUED' then 'CANCELLED' else state end,"
            + " finished_at = case when state = 'QUEUED' then now() else finished_at end"
            + " where id = ? and state in ('QUEUED', 'RUNNING')",
        id);
  }

  /** Makes the job this worker's; empty when it has ended already. */
  Optional<Taken> take(UUID id) {
    String sql =
        "update job set state = 'RUNNING', attempts = attempts + 1, attempt_started_at = now(),"
            + " started_at = coalesce(started_at, now()) where id = ? and state in ('QUEUED', 'RUNNING')"
            + " returning kind, tenant, subject, scopes, patient, params, checkpoint, attempts, cancel_requested";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = prepare(connection, sql, id);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      Set<String> scopes = Set.copyOf(Arrays.asList(row.getString("scopes").split(" ")));
      Caller caller =
          new Caller(
              row.getString("tenant"),
              row.getString("subject"),
              scopes,
              row.getString("patient"),
              null);
      return Optional.of(
          new Taken(
              row.getString("kind"),
              caller,
              row.getString("params"),
              Optional.ofNullable(row.getBytes("checkpoint")),
              row.getInt("attempts"),
              row.getBoolean("cancel_requested")));
    } catch (SQLException e) {
      throw new IllegalStateException("the job table cannot be written", e);
    }
  }

  /** Writes progress; false when the job was cancelled or is another worker's now. */
  boolean progress(UUID id, int attempt, double share, String message) {
    return update(
            "update job set progress = ?, message = ? where id = ? and attempts = ? and state = 'RUNNING'"
                + " and not cancel_requested",
            share,
            message,
            id,
            attempt)
        == 1;
  }

  boolean checkpoint(UUID id, int attempt, byte[] state) {
    return update(
            "update job set checkpoint = ? where id = ? and attempts = ? and state = 'RUNNING'",
            state,
            id,
            attempt)
        == 1;
  }

  /** Publishes the result unless the job was cancelled or is another worker's; true when it did. */
  boolean succeed(UUID id, int attempt, String result) {
    return update(
            "update job set state = 'SUCCEEDED', progress = 1, message = '', result = ?::jsonb, checkpoint = null,"
                + " finished_at = now() where id = ? and attempts = ? and state = 'RUNNING' and not cancel_requested",
            result,
            id,
            attempt)
        == 1;
  }

  void fail(UUID id, int attempt, String code, String detail) {
    update(
        "update job set state = 'FAILED', error_code = ?, error_detail = ?, checkpoint = null, finished_at = now()"
            + " where id = ? and attempts = ? and state = 'RUNNING'",
        code,
        detail,
        id,
        attempt);
  }

  /** False when nobody asked for it: the job is another worker's now. */
  boolean cancelled(UUID id, int attempt) {
    return update(
            "update job set state = 'CANCELLED', checkpoint = null, finished_at = now()"
                + " where id = ? and attempts = ? and state = 'RUNNING' and cancel_requested",
            id,
            attempt)
        == 1;
  }

  private int update(String sql, @Nullable Object... values) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = prepare(connection, sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("the job table cannot be written", e);
    }
  }

  private List<Job> query(String sql, Object... values) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = prepare(connection, sql, values);
        ResultSet rows = statement.executeQuery()) {
      List<Job> jobs = new ArrayList<>();
      while (rows.next()) {
        jobs.add(read(rows));
      }
      return jobs;
    } catch (SQLException e) {
      throw new IllegalStateException("the job table cannot be read", e);
    }
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private static Job read(ResultSet row) throws SQLException {
    JobState state = JobState.valueOf(row.getString("state"));
    double progress = row.getDouble("progress");
    Instant attemptStarted = instant(row, "attempt_started_at");
    Instant present = row.getTimestamp("present").toInstant();
    double eta =
        state == JobState.RUNNING && attemptStarted != null && progress > 0.01
            ? (present.toEpochMilli() - attemptStarted.toEpochMilli())
                / 1000.0
                * (1 - progress)
                / progress
            : state.ended() ? 0 : -1;
    return new Job(
        row.getObject("id", UUID.class),
        row.getString("kind"),
        state,
        row.getString("subject"),
        row.getString("patient"),
        progress,
        row.getString("message"),
        eta,
        row.getString("result"),
        row.getString("error_code"),
        row.getString("error_detail"),
        row.getBoolean("cancel_requested"),
        row.getInt("attempts"),
        row.getTimestamp("created_at").toInstant(),
        instant(row, "started_at"),
        instant(row, "finished_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }
}
