package io.salus.cli.bench;

import io.salus.cli.stack.DatabaseAccess;
import io.salus.cli.stack.Service;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Bytes on disk a resource: tables, indexes and TOAST, of all tenants, after a vacuum. */
record StorageBench(Stage stage) {
  private static final String TABLES =
      "from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
          + " and (relname like 'resource%' or relname in ('concept_text', 'change_log'))";

  void run() throws SQLException {
    var access = DatabaseAccess.superuser(stage.home(), stage.state(), Service.RECORDS);
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        var statement = connection.createStatement()) {
      statement.execute("vacuum analyze");
      statement.execute("checkpoint");
      long bytes;
      try (var rows = statement.executeQuery("select sum(pg_total_relation_size(oid)) " + TABLES)) {
        rows.next();
        bytes = rows.getLong(1);
      }
      try (var rows =
          statement.executeQuery(
              "select (select count(*) from resource) + (select count(*) from resource_history)")) {
        rows.next();
        double versions = rows.getLong(1);
        stage.results().figure("storage, bytes a version with all indexes", bytes / versions, "B");
      }
    }
  }
}
