package io.salus.records.subscription;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Which subscriptions there are, how far they have been told, and which process tells them. Not
 * guarded; {@link DeliveryTable} is.
 */
@ApplicationScoped
class SubscriptionTable {
  private static final String TAKE =
      """
      update subscription s set owner = ?, lease_until = now() + make_interval(secs => ?)
      where (s.tenant, s.id) in (
        select d.tenant, d.id from subscription d
        where d.next_at <= now() and (d.lease_until is null or d.lease_until < now())
        order by d.next_at
        limit ?
        for update skip locked)
      returning s.tenant, s.id, s.version\
      """;

  private static final String STATE =
      """
      select s.delivered, s.failures, s.next_at, s.last_delivered_at, s.last_failed_at, s.last_error,
        (select count(*) from subscription_delivery d
         where d.tenant = s.tenant and d.subscription = s.id and not d.dead),
        (select count(*) from subscription_delivery d
         where d.tenant = s.tenant and d.subscription = s.id and d.dead)
      from subscription s
      where s.tenant = ? and s.id = ?\
      """;

  private final DataSource dataSource;

  SubscriptionTable(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * @param since first transaction whose changes it is told of
   */
  record Known(String id, int version, long since) {}

  /** A subscription that this process now has to itself. */
  record Taken(String tenant, String id, int version) {}

  List<Known> of(String tenant) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select id, version, since::text from subscription where tenant = ?")) {
      query.setString(1, tenant);
      List<Known> known = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          known.add(
              new Known(rows.getString(1), rows.getInt(2), Long.parseLong(rows.getString(3))));
        }
      }
      return known;
    }
  }

  /** Subscriptions of all tenants that are due and that nobody tells. */
  List<Taken> take(UUID owner, Duration lease, int most) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement take = connection.prepareStatement(TAKE)) {
      take.setObject(1, owner);
      take.setDouble(2, lease.toMillis() / 1000.0);
      take.setInt(3, most);
      List<Taken> taken = new ArrayList<>();
      try (ResultSet rows = take.executeQuery()) {
        while (rows.next()) {
          taken.add(new Taken(rows.getString(1), rows.getString(2), rows.getInt(3)));
        }
      }
      return taken;
    }
  }

  /**
   * Tells that the endpoint took one, and keeps the subscription. Answers its version as it is now;
   * empty when the subscription is another's.
   */
  OptionalInt delivered(Taken taken, UUID owner, Duration lease) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "update subscription set delivered = delivered + 1, last_delivered_at = now(),"
                    + " last_error = null, lease_until = now() + make_interval(secs => ?)"
                    + " where tenant = ? and id = ? and owner = ? returning version")) {
      update.setDouble(1, lease.toMillis() / 1000.0);
      mine(update, 2, taken, owner);
      try (ResultSet row = update.executeQuery()) {
        return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
      }
    }
  }

  /** Tells that a try failed, and gives the subscription back until later. */
  boolean failed(Taken taken, UUID owner, String error, Duration wait) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "update subscription set failures = failures + 1, last_failed_at = now(),"
                    + " last_error = ?, next_at = now() + make_interval(secs => ?), owner = null,"
                    + " lease_until = null where tenant = ? and id = ? and owner = ?")) {
      update.setString(1, error);
      update.setDouble(2, wait.toMillis() / 1000.0);
      mine(update, 3, taken, owner);
      return update.executeUpdate() == 1;
    }
  }

  /** Locks the row until the transaction ends, so that nothing is added meanwhile. */
  void lock(Taken taken) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select from subscription where tenant = ? and id = ? for no key update")) {
      query.setString(1, taken.tenant());
      query.setString(2, taken.id());
      query.executeQuery().close();
    }
  }

  /**
   * Gives the subscription back. One that was written meanwhile is due at once, since its new
   * version may have to be told what the one that was looked at had not.
   *
   * @param version that was looked at
   * @param more whether there is more to tell at once
   */
  void release(Taken taken, UUID owner, int version, boolean more) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "update subscription set next_at = case when ? or version <> ? then now() end,"
                    + " owner = null, lease_until = null"
                    + " where tenant = ? and id = ? and owner = ?")) {
      update.setBoolean(1, more);
      update.setInt(2, version);
      mine(update, 3, taken, owner);
      update.executeUpdate();
    }
  }

  /** Says that there is something to tell; one that waits after a failure goes on waiting. */
  void wake(String tenant, List<String> ids) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "update subscription set next_at = coalesce(next_at, now())"
                    + " where tenant = ? and id in ("
                    + "select id from subscription where tenant = ? and id = any (?)"
                    + " order by id for no key update)")) {
      update.setString(1, tenant);
      update.setString(2, tenant);
      update.setArray(3, connection.createArrayOf("text", ids.toArray()));
      update.executeUpdate();
    }
  }

  /** Inside a transaction of the tenant. */
  Optional<SubscriptionState> state(String tenant, String id) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(STATE)) {
      query.setString(1, tenant);
      query.setString(2, id);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(
                new SubscriptionState(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(7),
                    row.getLong(8),
                    row.getObject(3, OffsetDateTime.class),
                    row.getObject(4, OffsetDateTime.class),
                    row.getObject(5, OffsetDateTime.class),
                    row.getString(6)))
            : Optional.empty();
      }
    }
  }

  private static void mine(PreparedStatement statement, int index, Taken taken, UUID owner)
      throws SQLException {
    statement.setString(index, taken.tenant());
    statement.setString(index + 1, taken.id());
    statement.setObject(index + 2, owner);
  }
}
