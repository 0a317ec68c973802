package io.salus.cli.bench;

import io.salus.cli.stack.DatabaseAccess;
import io.salus.cli.stack.Service;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** One patient by id: the SQL alone, the records over gRPC, the gateway over HTTP. */
record ReadBench(Stage stage) {
  private static final int[] CLIENTS = {1, 8, 32};
  private static final int WARMING = 16;

  void run() throws IOException, SQLException {
    List<String> ids = stage.ids("Patient");
    Duration total =
        stage.warmUp().plus(stage.time().multipliedBy(CLIENTS.length * (2L + floors())));
    try (var direct = new GrpcReads(stage.port(Service.RECORDS), stage.token(), ids);
        var gateway = new HttpReads(stage.port(Service.GATEWAY), stage.token(), ids);
        Progress progress = stage.console().progress("Reads", 1, "")) {
      var timeline = new Timeline(progress, total);
      Load.Request both =
          (client, number) ->
              client % 2 == 0 ? gateway.read(client, number) : direct.read(client, number);
      new Load(both).run(WARMING, stage.warmUp(), timeline, "warming up");
      for (int clients : CLIENTS) {
        double floor = floor(ids, clients, timeline);
        stage.measure(
            "read: gRPC, records",
            clients,
            floor,
            () -> new Load(direct::read).run(clients, stage.time(), timeline, "gRPC"));
        stage.measure(
            "read: HTTP, gateway",
            clients,
            floor,
            () -> new Load(gateway::read).run(clients, stage.time(), timeline, "gateway"));
      }
      progress.done("measured");
    }
  }

  private int floors() {
    return stage.pgbench().isPresent() ? 1 : 0;
  }

  private double floor(List<String> ids, int clients, Timeline timeline)
      throws IOException, SQLException {
    if (stage.pgbench().isEmpty()) {
      return 0;
    }
    var access = DatabaseAccess.of(stage.home(), stage.state(), Service.RECORDS);
    check(access, ids);
    Pgbench pgbench = stage.pgbench().get();
    return stage.measure(
        "read: pgbench, the same call",
        clients,
        0,
        () -> {
          PgbenchReport report =
              pgbench.run(access, script(ids), clients, stage.time(), timeline, "pgbench");
          return new Measured(
              report.transactions(),
              report.perSecond(),
              report.meanMillis(),
              Double.NaN,
              Double.NaN,
              report.failed());
        });
  }

  /** The call must find every patient for this role, or pgbench would measure nothing. */
  private void check(DatabaseAccess access, List<String> ids) throws SQLException {
    try (var connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        var call =
            connection.prepareStatement("select body from read_resource(?, null, 'Patient', ?)")) {
      for (String id : ids) {
        call.setString(1, stage.tenant());
        call.setString(2, id);
        try (var rows = call.executeQuery()) {
          if (!rows.next() || rows.getBytes(1) == null) {
            throw new Failure(
                Exit.FAILED,
                "The call that pgbench is to send does not find Patient/" + id + ".",
                "See the logs in " + stage.home().logs() + ".");
          }
        }
      }
    }
  }

  private String script(List<String> ids) {
    String array = ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(","));
    return "\\set i random(1, "
        + ids.size()
        + ")\nselect * from read_resource('"
        + stage.tenant()
        + "', null, 'Patient', (array["
        + array
        + "])[:i]);\n";
  }
}
