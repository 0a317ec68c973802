package io.salus.cli.stack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * One database a service, with two roles: the owner makes the schema, the app uses it. Neither may
 * bypass row-level security, and only its own two roles may connect to a database.
 */
record Databases(Postgres postgres) {

  /** Makes what is missing. Safe to repeat. */
  void ensure() throws SQLException {
    try (Connection connection = connect()) {
      for (Service service : Service.values()) {
        if (service.hasDatabase()) {
          role(connection, service.owner());
          role(connection, service.app());
          database(connection, service);
        }
      }
    }
  }

  /** Whether the server takes connections. */
  boolean answers() {
    try (Connection connection = connect()) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", Passwords.SUPERUSER);
    properties.setProperty("password", postgres.superuserPassword());
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("loginTimeout", "5");
    return DriverManager.getConnection(postgres.url("postgres"), properties);
  }

  // Names are ours and passwords are URL-safe Base64, so that neither needs escaping.
  private void role(Connection connection, String role) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean exists = exists(statement, "select 1 from pg_roles where rolname = '" + role + "'");
      statement.execute(
          (exists ? "alter" : "create")
              + " role "
              + role
              + " with login nosuperuser nocreatedb nocreaterole nobypassrls noreplication password '"
              + postgres.password(role)
              + "'");
    }
  }

  private static void database(Connection connection, Service service) throws SQLException {
    String name = service.database();
    try (Statement statement = connection.createStatement()) {
      if (!exists(statement, "select 1 from pg_database where datname = '" + name + "'")) {
        statement.execute("create database " + name + " owner " + service.owner());
      }
      statement.execute("revoke all on database " + name + " from public");
      statement.execute("grant connect, temporary on database " + name + " to " + service.app());
    }
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (var rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }
}
