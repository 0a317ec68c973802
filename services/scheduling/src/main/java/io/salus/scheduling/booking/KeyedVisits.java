package io.salus.scheduling.booking;

import io.salus.scheduling.database.DatabaseFailure;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Visits by the idempotency key that made them: a request that is repeated after its time has
 * passed, or after the calendar changed, still answers with its visit.
 */
@ApplicationScoped
class KeyedVisits {
  private final DataSource dataSource;
  private final TenantTransactions transactions;

  KeyedVisits(DataSource dataSource, TenantTransactions transactions) {
    this.dataSource = dataSource;
    this.transactions = transactions;
  }

  /** The visit that this very request made before. */
  Optional<UUID> madeBy(Caller caller, VisitRequest request) {
    if (request.key().isEmpty()) {
      return Optional.empty();
    }
    return transactions.call(caller, () -> find(caller.subject(), request));
  }

  private Optional<UUID> find(String subject, VisitRequest request) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select request, appointment_id from idempotency_key where subject = ? and key = ?")) {
      query.setString(1, subject);
      query.setString(2, request.key());
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        if (!Arrays.equals(row.getBytes(1), request.digest())) {
          throw BookingFunctions.keyReused();
        }
        return Optional.of(row.getObject(2, UUID.class));
      }
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }
}
