package io.salus.cli.bench.records;

import io.salus.cli.bench.load.Measured;
import io.salus.cli.bench.stage.Base;
import io.salus.cli.bench.stage.CoresUsed;
import io.salus.cli.bench.stage.Stage;
import io.salus.cli.stack.DatabaseAccess;
import io.salus.cli.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * The floor of an import: COPY of the rows it left, by one client from a file of the server,
 * durable at the end. First into empty tables of the same form, then, once they are deleted and
 * their room is free, into the same tables, beside what else those hold.
 *
 * @param tenant whose rows
 */
record CopyFloor(Stage stage, String tenant) {
  private static final List<String> TABLES =
      List.of("resource", "resource_index", "resource_string", "resource_range");

  /**
   * Into the same tables.
   *
   * @param rows of all tables
   */
  record Copied(long resources, long rows, double seconds) {
    double perSecond() {
      return resources / seconds;
    }
  }

  /** What comes next starts behind a checkpoint, like each COPY: each logs whole pages anew. */
  void checkpoint() throws SQLException, IOException {
    try (Connection connection = superuser()) {
      execute(connection, "checkpoint");
    }
  }

  /** Both rates become figures of the run; the import is compared with the second. */
  Copied measure() throws SQLException, IOException {
    try (Connection connection = superuser()) {
      for (String table : TABLES) {
        execute(connection, "create table " + empty(table) + " (like " + table + " including all)");
        String rows =
            "(select * from %s where rid in (select rid from resource where tenant = '%s'))"
                .formatted(table, tenant);
        execute(connection, "copy " + rows + " to '" + file(table) + "' (format binary)");
      }
      copy(connection, "into empty tables", "bench_");
      // What the others belong to goes last.
      for (String table : TABLES.reversed()) {
        execute(
            connection,
            "delete from " + table + " where rid in (select rid from " + empty("resource") + ")");
        execute(connection, "vacuum " + table);
      }
      Copied same = copy(connection, "into the same tables", "");
      for (String table : TABLES) {
        execute(connection, "drop table " + empty(table));
        Files.delete(file(table));
      }
      return same;
    }
  }

  private Copied copy(Connection connection, String where, String prefix)
      throws SQLException, IOException {
    execute(connection, "checkpoint");
    var cores = CoresUsed.since(stage.state());
    long resources = 0;
    long rows = 0;
    long started = System.nanoTime();
    for (String table : TABLES) {
      long copied =
          execute(
              connection, "copy " + prefix + table + " from '" + file(table) + "' (format binary)");
      resources = table.equals("resource") ? copied : resources;
      rows += copied;
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    stage
        .results()
        .load(
            "COPY of the finished rows " + where + ", resources",
            1,
            Measured.rate(resources, seconds, 0),
            Base.NONE,
            cores.now());
    return new Copied(resources, rows, seconds);
  }

  private Connection superuser() throws SQLException, IOException {
    DatabaseAccess access = DatabaseAccess.superuser(stage.home(), stage.state(), Service.RECORDS);
    return DriverManager.getConnection(access.url(), access.user(), access.password());
  }

  private static String empty(String table) {
    return "bench_" + table;
  }

  private Path file(String table) throws IOException {
    return stage.home().data().resolve("bench-" + table + ".copy");
  }

  private static long execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.executeLargeUpdate(sql);
    }
  }
}
