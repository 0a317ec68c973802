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
 * The floor of an import: COPY of the same finished rows into tables with the same indexes, inside
 * the server.
 *
 * @param superuser may read and write files of the server
 * @param folder a folder that the server may write to
 */
record CopyFloor(DatabaseAccess superuser, Path folder) {
  private static final List<String> TABLES =
      List.of("resource", "resource_string", "resource_token", "resource_date");

  /** Seconds for all rows of the resources that are there. */
  double seconds() throws SQLException, IOException {
    try (Connection connection =
        DriverManager.getConnection(superuser.url(), superuser.user(), superuser.password())) {
      for (String table : TABLES) {
        execute(connection, "copy " + table + " to '" + file(table) + "' (format binary)");
        execute(connection, "create table bench_" + table + " (like " + table + " including all)");
      }
      long started = System.nanoTime();
      for (String table : TABLES) {
        execute(connection, "copy bench_" + table + " from '" + file(table) + "' (format binary)");
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      for (String table : TABLES) {
        execute(connection, "drop table bench_" + table);
        Files.delete(file(table));
      }
      return seconds;
    }
  }

  private Path file(String table) {
    return folder.resolve("bench-" + table + ".copy");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
