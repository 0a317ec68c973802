package io.salus.cli.bench;

import io.salus.cli.stack.DatabaseAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * The floor of an import: COPY of the rows it left into empty tables with the same indexes and
 * constraints, by one client from a file of the server, durable at the end.
 *
 * @param superuser may read and write files of the server
 * @param folder where the server may write
 * @param tenant whose rows
 */
record CopyFloor(DatabaseAccess superuser, Path folder, String tenant) {
  private static final List<String> TABLES =
      List.of("resource", "resource_index", "resource_string", "resource_range");

  /**
   * @param rows of all tables
   */
  record Copied(long resources, long rows, double seconds) {}

  Copied copy() throws SQLException, IOException {
    try (Connection connection =
        DriverManager.getConnection(superuser.url(), superuser.user(), superuser.password())) {
      for (String table : TABLES) {
        execute(connection, "create table bench_" + table + " (like " + table + " including all)");
        String rows =
            "(select * from %s where rid in (select rid from resource where tenant = '%s'))"
                .formatted(table, tenant);
        execute(connection, "copy " + rows + " to '" + file(table) + "' (format binary)");
      }
      long resources = 0;
      long all = 0;
      long started = System.nanoTime();
      for (String table : TABLES) {
        long rows =
            execute(
                connection, "copy bench_" + table + " from '" + file(table) + "' (format binary)");
        resources = table.equals("resource") ? rows : resources;
        all += rows;
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      for (String table : TABLES) {
        execute(connection, "drop table bench_" + table);
        Files.delete(file(table));
      }
      return new Copied(resources, all, seconds);
    }
  }

  private Path file(String table) {
    return folder.resolve("bench-" + table + ".copy");
  }

  private static long execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.executeLargeUpdate(sql);
    }
  }
}
