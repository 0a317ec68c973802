package io.salus.records.subscription;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The log of changes. Read in the order of transactions, and only those before the oldest that is
 * still under way: nothing can come before what was read. What concerns one tenant is called inside
 * {@code TenantTransactions}.
 */
@ApplicationScoped
class ChangeLog {
  private static final String END = "select pg_snapshot_xmin(pg_current_snapshot())::text";

  private static final String PAGE =
      """
      select transaction::text, number, type, id, version, method, at
      from change_log
      where tenant = ? and (transaction, number) > (?::xid8, ?) and transaction < ?::xid8
        and type = any (?)
      order by transaction, number
      limit ?\
      """;

  private static final String TRIM =
      """
      with gone as (
        delete from change_log l
        where l.tenant = ? and l.at < now() - make_interval(secs => ?)
          and l.transaction < pg_snapshot_xmin(pg_current_snapshot())
          and (l.transaction, l.number) <= all (
            select f.transaction, f.position from change_follower f
            where f.tenant = l.tenant and f.name = 'subscriptions')
          and l.number <= all (
            select f.position from change_follower f
            where f.tenant = l.tenant and f.name not in ('subscriptions', 'events'))
        returning l.transaction, l.number),
      last as (select transaction, number from gone order by 1 desc, 2 desc limit 1)
      insert into change_horizon as h (tenant, transaction, number)
      select ?, transaction, number from last
      on conflict on constraint change_horizon_pk do update
      set transaction = excluded.transaction, number = excluded.number
      where (h.transaction, h.number) < (excluded.transaction, excluded.number)\
      """;

  private final DataSource dataSource;

  ChangeLog(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * A page of changes.
   *
   * @param next the place behind all that was looked at
   * @param more whether there may be more already
   */
  record Page(List<LoggedChange> changes, Position next, boolean more) {}

  /** The changes of some types behind a place, up to an {@link #end} that was asked for before. */
  Page between(String tenant, Position position, Position end, Collection<String> types, int limit)
      throws SQLException {
    List<LoggedChange> changes = new ArrayList<>();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(PAGE)) {
      query.setString(1, tenant);
      query.setString(2, Long.toString(position.transaction()));
      query.setLong(3, position.number());
      query.setString(4, Long.toString(end.transaction()));
      query.setArray(5, connection.createArrayOf("text", types.toArray()));
      query.setInt(6, limit);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          changes.add(
              new LoggedChange(
                  new Position(Long.parseLong(rows.getString(1)), rows.getLong(2)),
                  rows.getString(3),
                  rows.getString(4),
                  rows.getInt(5),
                  rows.getString(6),
                  rows.getObject(7, OffsetDateTime.class)));
        }
      }
    }
    boolean more = changes.size() == limit;
    return new Page(changes, more ? changes.getLast().position() : end.max(position), more);
  }

  /** The place behind everything that can be read now. */
  Position end() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(END);
        ResultSet row = query.executeQuery()) {
      row.next();
      return Position.before(Long.parseLong(row.getString(1)));
    }
  }

  /** From now on the changes of the tenant are logged for the follower. */
  void follow(String tenant, String name) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement follow = connection.prepareStatement("select follow_changes(?, ?)")) {
      follow.setString(1, tenant);
      follow.setString(2, name);
      follow.execute();
    }
    try (Connection connection = dataSource.getConnection();
        PreparedStatement seen =
            connection.prepareStatement(
                "update change_follower set seen_at = now()"
                    + " where tenant = ? and name = ? and seen_at < now() - interval '1 minute'")) {
      seen.setString(1, tenant);
      seen.setString(2, name);
      seen.executeUpdate();
    }
  }

  /** Where the log begins; empty when there is none. */
  Optional<Position> horizon(String tenant) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select transaction::text, number from change_horizon where tenant = ?")) {
      query.setString(1, tenant);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(new Position(Long.parseLong(row.getString(1)), row.getLong(2)))
            : Optional.empty();
      }
    }
  }

  /** Removes what is older than that and everybody has read. */
  void trim(String tenant, Duration keep) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement trim = connection.prepareStatement(TRIM)) {
      trim.setString(1, tenant);
      trim.setLong(2, keep.toSeconds());
      trim.setString(3, tenant);
      trim.executeUpdate();
    }
  }

  /** All tenants whose changes are logged, or still lie in the log. */
  List<String> tenants() throws SQLException {
    return texts("select tenant from change_horizon");
  }

  /** Tenants with changes that a follower has not read. */
  List<String> behind(String follower) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement("select followers_behind(?)")) {
      query.setString(1, follower);
      return texts(query);
    }
  }

  /** Where the logs of some tenants end. */
  Map<String, Position> ends(Collection<String> tenants) throws SQLException {
    Map<String, Position> ends = new HashMap<>();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select tenant, transaction::text, number from last_changes(?)")) {
      query.setArray(1, connection.createArrayOf("text", tenants.toArray()));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          ends.put(
              rows.getString(1), new Position(Long.parseLong(rows.getString(2)), rows.getLong(3)));
        }
      }
    }
    return ends;
  }

  private List<String> texts(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      return texts(query);
    }
  }

  private static List<String> texts(PreparedStatement query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }
}
