package io.salus.cli.bench.records;

import io.salus.cli.bench.load.ConnectionLoad;
import io.salus.cli.bench.load.GrpcExchange;
import io.salus.cli.bench.load.HttpExchange;
import io.salus.cli.bench.load.Measured;
import io.salus.cli.bench.load.Protobuf;
import io.salus.cli.bench.load.Question;
import io.salus.cli.bench.load.Questions;
import io.salus.cli.bench.load.Timeline;
import io.salus.cli.bench.stage.Base;
import io.salus.cli.bench.stage.Pgbench;
import io.salus.cli.bench.stage.Stage;
import io.salus.cli.stack.DatabaseAccess;
import io.salus.cli.stack.Service;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One patient by id: the SQL alone, the records over gRPC, the gateway over HTTP, and another
 * server, if there is one.
 *
 * @param clients numbers of clients that are measured
 * @param salus the gateway
 */
public record ReadBench(Stage stage, List<Integer> clients, Side salus, @Nullable Side peer) {
  private static final String READ = "/salus.records.v1.FhirService/Read";

  // One connection has one event loop at the server: too few for many clients.
  private static final int CONNECTIONS = 8;

  public void run() throws IOException, SQLException {
    int runs =
        clients.size() * (2 + (peer == null ? 0 : 1) + (stage.pgbench().isPresent() ? 1 : 0));
    int warmUps = peer == null ? 2 : 3;
    Duration total = stage.warmUp().multipliedBy(warmUps).plus(stage.time().multipliedBy(runs));
    try (Progress progress = stage.console().progress("Reads", 1, "")) {
      var timeline = new Timeline(progress, total);
      ConnectionLoad gateway = over(salus);
      overGrpc(1).run(CONNECTIONS, stage.warmUp(), timeline, "warming up records");
      gateway.run(2 * CONNECTIONS, stage.warmUp(), timeline, "warming up gateway");
      if (peer != null) {
        over(peer).run(2 * CONNECTIONS, stage.warmUp(), timeline, "warming up peer");
      }
      for (int number : clients) {
        measure(number, gateway, timeline);
      }
      progress.done("measured");
    }
  }

  private void measure(int number, ConnectionLoad gateway, Timeline timeline)
      throws IOException, SQLException {
    Base floor = Base.floor(floor(number, timeline));
    int slots = Math.max(1, number / CONNECTIONS);
    stage.measure(
        "read: gRPC, records",
        number,
        floor,
        () -> overGrpc(slots).run(number / slots, stage.time(), timeline, "gRPC").all());
    Measured ours =
        stage.measure(
            "read: HTTP, gateway",
            number,
            floor,
            () -> gateway.run(number, stage.time(), timeline, "gateway").all());
    if (peer != null) {
      ConnectionLoad load = over(peer);
      stage.compare(
          "read: HTTP", number, ours, () -> load.run(number, stage.time(), timeline, "peer").all());
    }
  }

  private ConnectionLoad overGrpc(int slots) {
    var questions =
        Questions.round(
            salus.people().all().stream()
                .map(
                    person ->
                        new Question(
                            0,
                            Protobuf.message("Patient", person.id()),
                            Question.holds(200, '"' + person.id() + '"')))
                .toList());
    return new ConnectionLoad(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), stage.port(Service.RECORDS)),
        1,
        i -> new GrpcExchange(questions, slots, READ, stage.token()));
  }

  private static ConnectionLoad over(Side side) {
    var questions =
        Questions.round(
            side.people().all().stream()
                .map(
                    person ->
                        new Question(
                            0,
                            side.server().request("GET", "Patient/" + person.id(), ""),
                            Question.holds(200, '"' + person.id() + '"')))
                .toList());
    return new ConnectionLoad(side.server().address(), 1, i -> new HttpExchange(questions));
  }

  private double floor(int number, Timeline timeline) throws IOException, SQLException {
    if (stage.pgbench().isEmpty()) {
      return 0;
    }
    var access = DatabaseAccess.of(stage.home(), stage.state(), Service.RECORDS);
    List<String> ids = salus.people().all().stream().map(People.Person::id).toList();
    check(access, ids);
    Pgbench pgbench = stage.pgbench().get();
    return stage
        .measure(
            "read: pgbench, the same call",
            number,
            Base.NONE,
            () ->
                pgbench
                    .run(access, script(ids), number, stage.time(), timeline, "pgbench")
                    .measured())
        .perSecond();
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
