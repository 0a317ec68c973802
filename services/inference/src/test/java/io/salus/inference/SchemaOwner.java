package io.salus.inference;

import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Looks into the database as the schema's owner, who is above row-level security. */
@ApplicationScoped
class SchemaOwner {
  private final String jdbcUrl;
  private final String password;

  SchemaOwner(
      @ConfigProperty(name = "quarkus.datasource.jdbc.url") String jdbcUrl,
      @ConfigProperty(name = "quarkus.datasource.password") String password) {
    this.jdbcUrl = jdbcUrl;
    this.password = password;
  }

  void update(String statement) throws SQLException {
    try (Connection connection = connect();
        Statement sql = connection.createStatement()) {
      sql.executeUpdate(statement);
    }
  }

  /** What the first column of the first row holds. */
  @Nullable Object one(String query) throws SQLException {
    try (Connection connection = connect();
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      assertTrue(row.next());
      return row.getObject(1);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, "salus_inference_owner", password);
  }
}
