package io.salus.cli.bench.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.bench.load.ConnectionLoad;
import io.salus.cli.bench.load.GrpcExchange;
import io.salus.cli.bench.load.HttpExchange;
import io.salus.cli.bench.load.Measured;
import io.salus.cli.bench.load.Protobuf;
import io.salus.cli.bench.load.Question;
import io.salus.cli.bench.load.Questions;
import io.salus.cli.bench.load.Timeline;
import io.salus.cli.bench.stage.Base;
import io.salus.cli.bench.stage.CoresUsed;
import io.salus.cli.bench.stage.Pgbench;
import io.salus.cli.bench.stage.Stage;
import io.salus.cli.stack.DatabaseAccess;
import io.salus.cli.stack.Service;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One Observation created again and again, with all that finds it: over gRPC at the records, over
 * HTTP at the gateway and at the peer, and by pgbench making the records' call.
 */
record CreateBench(Stage stage, List<Integer> clients, Side salus, @Nullable Side peer) {
  private static final String CREATE = "/salus.records.v1.FhirService/Create";
  private static final int CONNECTIONS = 8;

  void run() throws IOException, SQLException {
    int runs = clients.size() * (3 + (peer == null ? 0 : 1));
    var total = stage.warmUp().multipliedBy(peer == null ? 2 : 3);
    total = total.plus(stage.time().multipliedBy(runs));
    var owner = DatabaseAccess.owner(stage.home(), stage.state(), Service.RECORDS);
    try (Progress progress = stage.console().progress("Creates", 1, "");
        Connection connection =
            DriverManager.getConnection(owner.url(), owner.user(), owner.password())) {
      var timeline = new Timeline(progress, total);
      String observation = observation(salus);
      String call = recorded(connection, observation);
      overGrpc(observation, 1).run(CONNECTIONS, stage.warmUp(), timeline, "warming up records");
      ConnectionLoad gateway = over(salus, observation);
      gateway.run(2 * CONNECTIONS, stage.warmUp(), timeline, "warming up gateway");
      ConnectionLoad other = peer == null ? null : over(peer, observation(peer));
      if (other != null) {
        other.run(2 * CONNECTIONS, stage.warmUp(), timeline, "warming up peer");
      }
      for (int number : clients) {
        Base floor = new Base(floor(connection, call, number, timeline));
        int slots = Math.max(1, number / CONNECTIONS);
        stage.measure(
            "create: gRPC, records",
            number,
            floor,
            () ->
                overGrpc(observation, slots)
                    .run(number / slots, stage.time(), timeline, "gRPC")
                    .all());
        Measured ours =
            stage.measure(
                "create: HTTP, gateway",
                number,
                floor,
                () -> gateway.run(number, stage.time(), timeline, "gateway").all());
        if (other != null) {
          stage.compare(
              "create: HTTP",
              number,
              ours,
              () -> other.run(number, stage.time(), timeline, "peer").all());
        }
      }
      progress.done("measured");
    }
  }

  /** Some measured value of a patient, as the server knows that patient. */
  private static String observation(Side side) throws IOException {
    String patient = side.people().all().getFirst().id();
    JsonNode found =
        side.server()
            .get(
                "Observation?subject=Patient/"
                    + patient
                    + "&code=http://loinc.org%7C8302-2&_count=1")
            .path("entry")
            .path(0)
            .path("resource");
    if (!(found instanceof ObjectNode observation)) {
      throw new IOException("there is no measured height at " + side.server().name());
    }
    observation.remove(List.of("id", "meta", "text"));
    return observation.toString();
  }

  private ConnectionLoad overGrpc(String observation, int slots) {
    var question =
        new Question(
            0,
            Protobuf.message("Observation", observation),
            Question.holds(200, "\"resourceType\":\"Observation\""));
    return new ConnectionLoad(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), stage.port(Service.RECORDS)),
        1,
        i -> new GrpcExchange(Questions.round(List.of(question)), slots, CREATE, stage.token()));
  }

  private static ConnectionLoad over(Side side, String observation) {
    var question =
        new Question(
            0,
            side.server().request("POST", "Observation", observation),
            Question.holds(201, "\"Observation\""));
    return new ConnectionLoad(
        side.server().address(), 1, i -> new HttpExchange(Questions.round(List.of(question))));
  }

  /** What the records send to PostgreSQL for it, as a script of pgbench. */
  private String recorded(Connection owner, String observation) throws SQLException, IOException {
    try (var recorder = new CallRecorder(owner, "apply_changes")) {
      FhirServer.Reply reply =
          salus.server().post("Observation", BodyPublishers.ofString(observation));
      if (reply.status() != 201) {
        throw new IOException("Salus answered " + reply.status() + " to POST Observation");
      }
      return recorder.script(reply.json().path("id").asText());
    }
  }

  private double floor(Connection owner, String call, int number, Timeline timeline)
      throws IOException, SQLException {
    if (stage.pgbench().isEmpty()) {
      return 0;
    }
    var access = DatabaseAccess.of(stage.home(), stage.state(), Service.RECORDS);
    Pgbench pgbench = stage.pgbench().get();
    long before = resources(owner);
    var cores = CoresUsed.since(stage.state());
    Measured measured =
        pgbench.run(access, call, number, stage.time(), timeline, "pgbench").measured();
    var used = cores.now();
    // A call that is refused answers so, and fails for nobody.
    long missing = Math.max(0, measured.done() - (resources(owner) - before));
    stage
        .results()
        .load(
            "create: pgbench, the same call",
            number,
            measured.withErrors(missing),
            Base.NONE,
            used);
    return missing == 0 ? measured.perSecond() : 0;
  }

  private static long resources(Connection owner) throws SQLException {
    try (var statement = owner.createStatement();
        var rows = statement.executeQuery("select count(*) from resource")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
