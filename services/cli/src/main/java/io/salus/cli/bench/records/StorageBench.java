package io.salus.cli.bench.records;

import io.salus.cli.bench.stage.Stage;
import io.salus.cli.stack.DatabaseAccess;
import io.salus.cli.stack.Service;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Bytes on disk a version of a resource: tables with what is stored out of line, and their indexes,
 * of all tenants, after a vacuum; and the tables that take most of them.
 */
record StorageBench(Stage stage) {
  private static final String SIZES =
      """
      select c.relname, pg_table_size(c.oid), pg_indexes_size(c.oid),
        pg_total_relation_size(c.oid) > 0.01 * sum(pg_total_relation_size(c.oid)) over ()
      from pg_class c
      where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
        and (c.relname like 'resource%' or c.relname in ('concept_text', 'change_log'))
      order by pg_total_relation_size(c.oid) desc\
      """;

  void run() throws SQLException {
    var access = DatabaseAccess.superuser(stage.home(), stage.state(), Service.RECORDS);
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        Statement statement = connection.createStatement()) {
      statement.execute("vacuum analyze");
      statement.execute("checkpoint");
      double versions = versions(statement);
      long all = 0;
      try (ResultSet rows = statement.executeQuery(SIZES)) {
        while (rows.next()) {
          long table = rows.getLong(2);
          long indexes = rows.getLong(3);
          all += table + indexes;
          if (rows.getBoolean(4)) {
            String name = "storage, bytes a version in " + rows.getString(1);
            stage.results().figure(name, table / versions, "B");
            stage.results().figure(name + ", indexes", indexes / versions, "B");
          }
        }
      }
      stage.results().figure("storage, bytes a version with all indexes", all / versions, "B");
    }
  }

  private static double versions(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "select (select count(*) from resource) + (select count(*) from resource_history)")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
