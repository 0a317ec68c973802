package io.salus.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.api.Api;
import io.salus.cli.home.Checkout;
import io.salus.cli.home.Home;
import io.salus.cli.home.Trees;
import io.salus.cli.load.Importer;
import io.salus.cli.stack.DatabaseAccess;
import io.salus.cli.stack.Service;
import io.salus.cli.stack.Stack;
import io.salus.cli.stack.StackState;
import io.salus.cli.synthea.Synthea;
import io.salus.cli.terminal.Command;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Json;
import io.salus.cli.terminal.Progress;
import io.salus.cli.token.TokenRequest;
import io.salus.cli.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(
    name = "bench",
    header = "Measure start, memory, reads, import and bookings against PostgreSQL alone.",
    description = {
      "",
      "On a stack of its own, begun empty. The floor is pgbench (of PostgreSQL's client packages) sending the same statement, "
          + "and COPY of the same finished rows. Ratios of one run say more than absolute figures.",
      ""
    })
public final class BenchCommand extends Command {
  private static final int[] CLIENTS = {1, 8, 32};
  private static final int BOOKING_CLIENTS = 8;
  private static final int LEAST_SECONDS = 2;
  private static final String TENANT = "bench";

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "15",
      description = "Length of each measurement. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "45",
      description = "Seconds of load before the first measurement. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--patients",
      paramLabel = "N",
      defaultValue = "20",
      description = "Patients that Synthea makes. Default: ${DEFAULT-VALUE}.")
  private int patients;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of bench.json. Default: bench-results in the state directory.")
  private @Nullable Path out;

  @Override
  public Integer call() throws Exception {
    Home home = Home.standard().child("bench");
    Path folder =
        out == null
            ? Home.standard().directory().resolve("bench-results")
            : out.toAbsolutePath().normalize();
    var stack = new Stack(home);
    stack.down(console());
    Trees.remove(home.directory());
    Files.createDirectories(folder);
    var results = new Results();
    results
        .json()
        .put("at", Instant.now().toString())
        .put("cores", Runtime.getRuntime().availableProcessors());
    results.json().put("seconds", seconds).put("warm_up", warmUp).put("patients", patients);
    try {
      measure(home, stack, results);
    } finally {
      stack.down(console());
    }
    Path file = folder.resolve("bench.json");
    Files.writeString(file, Json.MAPPER.writeValueAsString(results.json()) + "\n");
    console().answer(results.json(), results.table() + "\n\nSaved: " + file);
    return Exit.OK.code();
  }

  private void measure(Home home, Stack stack, Results results) throws Exception {
    home.prepare();
    Path bundles;
    Synthea synthea =
        Synthea.start(Checkout.current(), home.temporary().resolve("synthea"), patients, 1);
    try (Progress progress = console().progress("Synthea makes patients", 1, "")) {
      bundles = synthea.await(progress);
      progress.done("done");
    } finally {
      synthea.stop();
    }
    var up = stack.up(0, console());
    results.figure("up to all ready, first start (databases are made)", up.seconds(), "s");
    stack.down(console());
    var again = stack.up(0, console());
    StackState state = again.state();
    results.figure("up to all ready, second start", again.seconds(), "s");
    results.figure("resident memory of the five services", resident(state) / 1048576.0, "MiB");
    String token =
        new Tokens(home).issue(TokenRequest.everything("bench", TENANT, Duration.ofHours(6)));
    var api = new Api(state.gatewayUrl(), () -> token);
    imports(home, api, state, bundles, results);
    List<String> ids = ids(api, "Patient");
    reads(home, api, token, state, ids, results);
    bookings(home, api, state, ids, results);
  }

  private static long resident(StackState state) {
    return Arrays.stream(Service.values())
        .map(service -> state.component(service.id()).process())
        .mapToLong(process -> process == null ? 0 : process.residentBytes())
        .sum();
  }

  private void imports(Home home, Api api, StackState state, Path bundles, Results results)
      throws SQLException, IOException {
    var figures = new Importer(api, 4, false).load(bundles, console(), "Import");
    double copy =
        new CopyFloor(DatabaseAccess.owner(home, state, Service.RECORDS), home.temporary())
            .seconds();
    double floor = figures.resources() / copy;
    var imported =
        new Load.Measured(
            figures.resources() / figures.seconds(), 0, Double.NaN, figures.refusals().size());
    results.load(
        "import, resources: COPY of the finished rows",
        1,
        new Load.Measured(floor, 0, Double.NaN, 0),
        0);
    results.load("import, resources: transactions through the gateway", 4, imported, floor);
  }

  private void reads(
      Home home, Api api, String token, StackState state, List<String> ids, Results results)
      throws Exception {
    Integer records = state.ports().get(Service.RECORDS.id());
    try (var direct = new GrpcReads(records == null ? 0 : records, token, ids);
        Progress progress = console().progress("Reads", 1, "")) {
      Load.Request gateway =
          (client, number) ->
              api.send(
                      "GET",
                      "/fhir/Patient/" + ids.get((int) ((client * 31L + number) % ids.size())),
                      java.net.http.HttpRequest.BodyPublishers.noBody(),
                      java.util.Map.of())
                  .ok();
      new Load(direct::read).run(8, Duration.ofSeconds(warmUp / 2), progress, "warming up");
      new Load(gateway).run(8, Duration.ofSeconds(warmUp - warmUp / 2), progress, "warming up");
      Optional<Path> pgbench = Pgbench.find();
      for (int clients : CLIENTS) {
        double floor = 0;
        if (pgbench.isPresent()) {
          var access = DatabaseAccess.of(home, state, Service.RECORDS);
          var measured =
              new Pgbench(pgbench.get(), access, home.temporary())
                  .run(readScript(ids), clients, time());
          floor = measured.perSecond();
          results.load("read: pgbench, the same call", clients, measured, 0);
        }
        results.load(
            "read: gRPC, records",
            clients,
            new Load(direct::read).run(clients, time(), progress, "gRPC"),
            floor);
        results.load(
            "read: HTTP, gateway",
            clients,
            new Load(gateway).run(clients, time(), progress, "gateway"),
            floor);
      }
      progress.done("measured");
      if (pgbench.isEmpty()) {
        console().note("pgbench was not found: no floor. Debian's package postgresql brings it.");
      }
    }
  }

  private void bookings(
      Home home, Api api, StackState state, List<String> patientIds, Results results)
      throws SQLException, IOException {
    var bookings = Bookings.prepare(api, ids(api, "Practitioner"), patientIds);
    try (Progress progress = console().progress("Bookings", 1, "")) {
      new Load(bookings::book)
          .run(BOOKING_CLIENTS, Duration.ofSeconds(LEAST_SECONDS), progress, "warming up");
      int before = bookings.free();
      long started = System.nanoTime();
      var measured = new Load(bookings::book).run(BOOKING_CLIENTS, time(), progress, "booking");
      double elapsed = (System.nanoTime() - started) / 1e9;
      progress.done((before - bookings.free()) + " visits in " + Progress.span(elapsed));
      double floor = 0;
      Optional<Path> pgbench = Pgbench.find();
      if (pgbench.isPresent()) {
        var access = DatabaseAccess.of(home, state, Service.SCHEDULING);
        String script =
            new BookingFloor(DatabaseAccess.owner(home, state, Service.SCHEDULING), TENANT)
                .script();
        var floorMeasured =
            new Pgbench(pgbench.get(), access, home.temporary())
                .run(script, BOOKING_CLIENTS, time());
        floor = floorMeasured.perSecond();
        results.load("booking: pgbench, the same call", BOOKING_CLIENTS, floorMeasured, 0);
      }
      results.load(
          "booking: HTTP, gateway (with its FHIR mirror)", BOOKING_CLIENTS, measured, floor);
    }
  }

  private Duration time() {
    return Duration.ofSeconds(Math.max(LEAST_SECONDS, seconds));
  }

  private static List<String> ids(Api api, String type) {
    var ids = new ArrayList<String>();
    for (JsonNode entry :
        api.get("/fhir/" + type + "?_count=40").require(200).json().path("entry")) {
      ids.add(entry.path("resource").path("id").asText());
    }
    return ids;
  }

  private static String readScript(List<String> ids) {
    String array = ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(","));
    return "\\set i random(1, "
        + ids.size()
        + ")\n"
        + "select * from read_resource('"
        + TENANT
        + "', null, 'Patient', (array["
        + array
        + "])[:i]);\n";
  }
}
