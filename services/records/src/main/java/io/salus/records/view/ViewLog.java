package io.salus.records.view;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The log of changes as views read it: in the order of transactions, and only those before the
 * oldest that is still under way, so that nothing can come before what was read. Transactions are
 * texts here, as the driver knows no 64 bits without sign.
 */
@ApplicationScoped
class ViewLog {
  /** Resources that are looked at anew in one transaction. */
  private static final int AT_ONCE = 5000;

  private static final String END =
      """
      select coalesce(c.transaction, p.present)::text, c.transaction is not null, exists (
          select from change_log l
          where l.tenant = current_setting('salus.tenant') and l.transaction >= ?::xid8 and l.transaction < p.present)
      from (select pg_snapshot_xmin(pg_current_snapshot()) as present) p
      left join lateral (
        select l.transaction from change_log l
        where l.tenant = current_setting('salus.tenant') and l.transaction > ?::xid8 and l.transaction < p.present
        order by l.transaction, l.number offset ? limit 1) c on true\
      """;

  private static final String CHANGED =
      """
      select distinct c.rid from change_log c
      where c.tenant = current_setting('salus.tenant') and c.type = ?
        and c.transaction >= ?::xid8 and c.transaction < ?::xid8
      order by c.rid\
      """;

  private static final String BEHIND =
      """
      select exists (
        select from change_log c
        where c.tenant = current_setting('salus.tenant') and c.type = any (?)
          and c.transaction >= ?::xid8)\
      """;

  private static final String VERSION =
      "select version from resource where tenant = current_setting('salus.tenant')"
          + " and type = 'ViewDefinition' and id = ? and body is not null";

  private final DataSource dataSource;

  ViewLog(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * How far can be read in one go.
   *
   * @param any whether there is anything to read
   * @param more whether there is more behind it
   */
  record End(String transaction, boolean any, boolean more) {}

  End end(String from) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(END)) {
      query.setString(1, from);
      query.setString(2, from);
      query.setInt(3, AT_ONCE);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return new End(row.getString(1), row.getBoolean(3), row.getBoolean(2));
      }
    } catch (SQLException e) {
      throw KeptViewTable.failure(e);
    }
  }

  /** Every transaction that is under way now is before this one. */
  String horizon() {
    return text("select pg_snapshot_xmax(pg_current_snapshot())::text");
  }

  /** Whether all transactions before that one have ended. */
  boolean settled(String transaction) {
    return Boolean.parseBoolean(
        text("select (pg_snapshot_xmin(pg_current_snapshot()) >= ?::xid8)::text", transaction));
  }

  /** Numbers of the resources of a type that transactions changed, from one up to another. */
  long[] changed(String type, String from, String end) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(CHANGED)) {
      query.setString(1, type);
      query.setString(2, from);
      query.setString(3, end);
      try (ResultSet row = query.executeQuery()) {
        var rids = java.util.stream.LongStream.builder();
        while (row.next()) {
          rids.add(row.getLong(1));
        }
        return rids.build().toArray();
      }
    } catch (SQLException e) {
      throw KeptViewTable.failure(e);
    }
  }

  /** Whether anything of the type, or a definition, was changed by this transaction or later. */
  boolean behind(String type, String from) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(BEHIND)) {
      query.setArray(
          1, connection.createArrayOf("text", new String[] {type, ViewDefinitionRule.TYPE}));
      query.setString(2, from);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    } catch (SQLException e) {
      throw KeptViewTable.failure(e);
    }
  }

  /** The present version of a ViewDefinition; empty when it is deleted. */
  Optional<Integer> version(String id) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(VERSION)) {
      query.setString(1, id);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw KeptViewTable.failure(e);
    }
  }

  private String text(String sql, @Nullable Object... values) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        query.setObject(i + 1, values[i]);
      }
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return String.valueOf(row.getString(1));
      }
    } catch (SQLException e) {
      throw KeptViewTable.failure(e);
    }
  }
}
