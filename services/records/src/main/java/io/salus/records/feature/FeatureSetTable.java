package io.salus.records.feature;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The definitions that tenants wrote. Every method runs inside a transaction of the tenant. */
@ApplicationScoped
class FeatureSetTable {
  /** A row. */
  record Row(String name, int version, String sha256, String definition) {}

  private static final String COLUMNS = "name, version, sha256, definition";

  private final DataSource dataSource;

  FeatureSetTable(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** The newest version of each name. */
  List<Row> newest() {
    return query(
        "select distinct on (name) " + COLUMNS + " from feature_set order by name, version desc");
  }

  Optional<Row> newest(String name) {
    return query(
            "select " + COLUMNS + " from feature_set where name = ? order by version desc limit 1",
            name)
        .stream()
        .findFirst();
  }

  Optional<Row> version(String name, int version) {
    return query(
            "select " + COLUMNS + " from feature_set where name = ? and version = ?", name, version)
        .stream()
        .findFirst();
  }

  /** Until the transaction ends, nobody else gives this name a version. */
  void lock(String tenant, String name) {
    query(
        "select '', 0, '', '' from pg_advisory_xact_lock(hashtextextended(? || '/' || ?, 20261123))",
        tenant,
        name);
  }

  void insert(String tenant, Row row) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into feature_set (tenant, name, version, sha256, definition) values (?, ?, ?, ?, ?)")) {
      insert.setString(1, tenant);
      insert.setString(2, row.name());
      insert.setInt(3, row.version());
      insert.setString(4, row.sha256());
      insert.setString(5, row.definition());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private List<Row> query(String sql, Object... arguments) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        query.setObject(i + 1, arguments[i]);
      }
      var rows = new ArrayList<Row>();
      try (ResultSet result = query.executeQuery()) {
        while (result.next()) {
          rows.add(
              new Row(
                  result.getString(1), result.getInt(2), result.getString(3), result.getString(4)));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static IllegalStateException failure(SQLException e) {
    return new IllegalStateException("PostgreSQL answered with " + e.getSQLState());
  }
}
