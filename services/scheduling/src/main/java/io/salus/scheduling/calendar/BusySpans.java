package io.salus.scheduling.calendar;

import io.salus.scheduling.database.DatabaseFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** When a practitioner is occupied, by whatever. Runs inside a transaction of the tenant. */
@ApplicationScoped
class BusySpans {
  /** No span is longer (a constraint of the table), so what started earlier is over. */
  private static final Duration LONGEST = Duration.ofHours(4);

  private final DataSource dataSource;

  BusySpans(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Spans that touch the one given, in order; they do not overlap each other. */
  List<Slot> of(String practitioner, Instant from, Instant to) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select starts_at, upper(during) from occupancy where resource = ?"
                    + " and starts_at > ? and starts_at < ? order by starts_at")) {
      query.setString(1, "Practitioner/" + practitioner);
      query.setObject(2, from.minus(LONGEST).atOffset(ZoneOffset.UTC));
      query.setObject(3, to.atOffset(ZoneOffset.UTC));
      List<Slot> spans = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          spans.add(new Slot(instant(row, 1), instant(row, 2)));
        }
      }
      return spans;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
