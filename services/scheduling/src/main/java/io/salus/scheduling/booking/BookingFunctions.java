package io.salus.scheduling.booking;

import io.salus.scheduling.database.DatabaseFailure;
import io.salus.scheduling.mirror.Mirror;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database's functions that book and cancel. Each is one statement and one transaction: it sets
 * the tenant and acts, in one round trip.
 */
@ApplicationScoped
class BookingFunctions {
  private static final String BOOK =
      "select outcome, visit, slot_version, visit_version from book_visit("
          + "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, make_interval(secs => ?), ?, make_interval(secs => ?))";
  private static final String CANCEL =
      "select outcome, slot_version, visit_version"
          + " from cancel_visit(?, ?, ?, ?, ?, make_interval(secs => ?))";
  private static final String UNIQUE_VIOLATION = "23505";

  /**
   * What became of a request.
   *
   * @param visit the visit that answers it, when there is one
   * @param slotVersion of the Slot's mirror, when this process may deliver it
   * @param visitVersion of the Appointment's mirror, likewise
   */
  record Answer(
      String outcome, Optional<UUID> visit, OptionalLong slotVersion, OptionalLong visitVersion) {}

  private final DataSource dataSource;
  private final Mirror mirror;
  private final BookingConfig config;

  BookingFunctions(DataSource dataSource, Mirror mirror, BookingConfig config) {
    this.dataSource = dataSource;
    this.mirror = mirror;
    this.config = config;
  }

  Answer book(
      Caller caller, VisitRequest request, Visit visit, int calendarVersion, UUID claimant) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement call = connection.prepareStatement(BOOK)) {
      call.setString(1, caller.tenant());
      call.setString(2, caller.subject());
      call.setString(3, request.key());
      call.setBytes(4, request.digest());
      call.setObject(5, visit.calendarId());
      call.setInt(6, calendarVersion);
      call.setObject(7, visit.id());
      call.setObject(8, visit.slotId());
      call.setString(9, visit.practitioner());
      call.setString(10, visit.patient());
      call.setObject(11, utc(visit.start()));
      call.setObject(12, utc(visit.end()));
      call.setString(13, visit.reason());
      call.setObject(14, utc(visit.createdAt()));
      call.setDouble(15, seconds(config.keepKeys()));
      call.setObject(16, claimant);
      call.setDouble(17, seconds(mirror.claim()));
      try (ResultSet row = call.executeQuery()) {
        row.next();
        Optional<UUID> answered = Optional.ofNullable(row.getObject("visit", UUID.class));
        return answer(row, answered);
      }
    } catch (SQLException e) {
      if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
        throw keyReused(); // two requests at once, for different times, with one key
      }
      throw DatabaseFailure.of(e);
    }
  }

  Answer cancel(Caller caller, UUID id, UUID claimant) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement call = connection.prepareStatement(CANCEL)) {
      @Nullable String context = caller.patient();
      call.setString(1, caller.tenant());
      call.setString(2, caller.subject());
      call.setString(3, context);
      call.setObject(4, id);
      call.setObject(5, claimant);
      call.setDouble(6, seconds(mirror.claim()));
      try (ResultSet row = call.executeQuery()) {
        row.next();
        return answer(row, Optional.of(id));
      }
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  static Unprocessable keyReused() {
    return new Unprocessable(
        "The idempotency key was used for another request.", "idempotency_key");
  }

  private static Answer answer(ResultSet row, Optional<UUID> visit) throws SQLException {
    return new Answer(
        row.getString("outcome"),
        visit,
        version(row, "slot_version"),
        version(row, "visit_version"));
  }

  private static OptionalLong version(ResultSet row, String column) throws SQLException {
    long version = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(version);
  }

  private static OffsetDateTime utc(Instant moment) {
    return moment.atOffset(ZoneOffset.UTC);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
