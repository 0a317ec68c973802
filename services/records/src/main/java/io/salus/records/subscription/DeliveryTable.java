package io.salus.records.subscription;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What is still to be told. To be called inside {@code TenantTransactions}. */
@ApplicationScoped
class DeliveryTable {
  private final DataSource dataSource;

  DeliveryTable(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** A change that a subscription is to be told of. */
  record Match(String subscription, LoggedChange change) {}

  /** Adds in order; passes over subscriptions that are gone. */
  void add(String tenant, List<Match> matches) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into subscription_delivery (tenant, subscription, type, id, version, at)"
                    + " select s.tenant, s.id, ?, ?, ?, ? from subscription s"
                    + " where s.tenant = ? and s.id = ? for key share")) {
      for (Match match : matches) {
        insert.setString(1, match.change().type());
        insert.setString(2, match.change().id());
        insert.setInt(3, match.change().version());
        insert.setObject(4, match.change().at());
        insert.setString(5, tenant);
        insert.setString(6, match.subscription());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** The next to be told, or the ones that were given up. */
  List<Delivery> list(String tenant, String subscription, boolean dead, int limit)
      throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select number, type, id, version, at, attempts, error from subscription_delivery"
                    + " where tenant = ? and subscription = ? and dead = ? order by number"
                    + " limit ?")) {
      query.setString(1, tenant);
      query.setString(2, subscription);
      query.setBoolean(3, dead);
      query.setInt(4, limit);
      List<Delivery> deliveries = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          deliveries.add(
              new Delivery(
                  rows.getLong(1),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getInt(4),
                  rows.getObject(5, OffsetDateTime.class),
                  rows.getInt(6),
                  rows.getString(7)));
        }
      }
      return deliveries;
    }
  }

  /** Forgets one that was told. */
  void remove(String tenant, String subscription, long number) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete =
            connection.prepareStatement(
                "delete from subscription_delivery"
                    + " where tenant = ? and subscription = ? and number = ?")) {
      delete.setString(1, tenant);
      delete.setString(2, subscription);
      delete.setLong(3, number);
      delete.executeUpdate();
    }
  }

  /** Forgets all that are still to be told of a subscription that is off. */
  void clear(String tenant, String subscription) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete =
            connection.prepareStatement(
                "delete from subscription_delivery where tenant = ? and subscription = ? and not"
                    + " dead")) {
      delete.setString(1, tenant);
      delete.setString(2, subscription);
      delete.executeUpdate();
    }
  }

  /** Counts a try that failed; after the last one it is dead. */
  void failed(String tenant, String subscription, long number, String error, boolean dead)
      throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "update subscription_delivery set attempts = attempts + 1, error = ?, dead = ?"
                    + " where tenant = ? and subscription = ? and number = ?")) {
      update.setString(1, error);
      update.setBoolean(2, dead);
      update.setString(3, tenant);
      update.setString(4, subscription);
      update.setLong(5, number);
      update.executeUpdate();
    }
  }

  /** Puts those that were given up back in their places; answers how many. */
  int revive(String tenant, String subscription) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "update subscription_delivery set dead = false, attempts = 0, error = null"
                    + " where tenant = ? and subscription = ? and dead")) {
      update.setString(1, tenant);
      update.setString(2, subscription);
      return update.executeUpdate();
    }
  }
}
