package io.salus.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * A fresh, migrated database of a real PostgreSQL that all tests of this JVM share (durability off;
 * the stack that users run has its own).
 *
 * @param service name of the service whose migrations are on the class path
 * @param name name of the database
 * @param port port of the cluster
 */
public record TestDatabase(String service, String name, int port) {
  static final String PASSWORD = "test-only";
  private static @Nullable EmbeddedPostgres cluster;

  /** Makes a database with owner and app role, and brings it up to date. */
  public static synchronized TestDatabase create(String service) {
    EmbeddedPostgres running = cluster();
    String name = service + "_" + UUID.randomUUID().toString().substring(0, 8);
    TestDatabase database = new TestDatabase(service, name, running.getPort());
    try (Connection connection = running.getPostgresDatabase().getConnection();
        Statement sql = connection.createStatement()) {
      for (String role : new String[] {database.ownerRole(), database.appRole()}) {
        sql.execute(
            "do $$ begin create role %s login password '%s'; exception when duplicate_object then null; end $$"
                .formatted(role, PASSWORD));
      }
      sql.execute("create database " + name + " owner " + database.ownerRole());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    database.migrate();
    return database;
  }

  private void migrate() {
    Flyway.configure()
        .dataSource(jdbcUrl(), ownerRole(), PASSWORD)
        .locations("classpath:db/migration", "classpath:db/jobs")
        .placeholders(Map.of("app_role", appRole()))
        .failOnMissingLocations(false)
        .load()
        .migrate();
  }

  /** Address for JDBC. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
  }

  /** Address for the reactive client. */
  public String reactiveUrl() {
    return "postgresql://127.0.0.1:" + port + "/" + name;
  }

  /** The role that owns the schema. */
  public String ownerRole() {
    return "salus_" + service + "_owner";
  }

  /** The role that serves: owns nothing, bypasses nothing. */
  public String appRole() {
    return "salus_" + service + "_app";
  }

  /** A connection as the serving role. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), appRole(), PASSWORD);
  }

  /** A connection as the schema's owner, who sees every tenant. */
  public Connection connectAsOwner() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), ownerRole(), PASSWORD);
  }

  private static EmbeddedPostgres cluster() {
    if (cluster == null) {
      try {
        cluster = EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return cluster;
  }
}
