package io.salus.cli.bench;

import io.salus.cli.api.Api;
import io.salus.cli.home.Checkout;
import io.salus.cli.home.Home;
import io.salus.cli.stack.Service;
import io.salus.cli.stack.StackState;
import io.salus.cli.synthea.Synthea;
import io.salus.cli.terminal.Command;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Json;
import io.salus.cli.terminal.Progress;
import io.salus.cli.token.TokenRequest;
import io.salus.cli.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(
    name = "bench",
    header = "Measure start, memory, reads, import and bookings against PostgreSQL alone.",
    description = {
      "",
      "The stack it uses is its own (in bench below the state directory, on free ports), begins empty and is stopped at "
          + "the end, also by Ctrl-C. Every measure stands beside its floor, which the same run measures on the same "
          + "database, as the same role:",
      "",
      "  start     from nothing, and again with databases; resident memory of the",
      "            five services right after",
      "  import    Synthea's bundles posted to /fhir, four at once, cold and warm;",
      "            COPY of the same finished rows",
      "  reads     GET /fhir/Patient/{id} with 1, 8 and 32 clients: over gRPC at the",
      "            records, over HTTP at the gateway; pgbench sending the same call",
      "  bookings  POST /scheduling/appointments with 8 clients; pgbench sending the",
      "            statement that books",
      "",
      "Answers are checked (status and id), and what is wrong counts as an error, not as speed. OF FLOOR is the rate "
          + "divided by the floor's: it says more than absolute figures do, because load generator, services and "
          + "PostgreSQL share the machine's cores. CORES USED says who had them; load is the generator itself, others is "
          + "every other program: repeat a run where that is much.",
      "",
      "pgbench is part of PostgreSQL's server package (Debian: postgresql); without it those rows are left out.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./salus bench                            seven minutes",
      "  ./salus bench --warm-up 10 --seconds 5   three minutes, rougher",
      "  ./salus bench --json > bench.json        for machines",
      "",
      "Exit code 1 when there were errors."
    })
public final class BenchCommand extends Command {
  private static final String TENANT = "bench";
  private static final Duration TOKEN_LIFETIME = Duration.ofHours(6);
  private static final double MEBIBYTE = 1 << 20;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "15",
      description = "Length of each measurement, 2 to 600. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "45",
      description =
          "Seconds of load before imports, reads and bookings, each; 0 to 600. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--patients",
      paramLabel = "N",
      defaultValue = "20",
      description = "Patients that Synthea makes, 5 to 1000. Default: ${DEFAULT-VALUE}.")
  private int patients;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of bench.json. Default: bench-results in the state directory.")
  private @Nullable Path out;

  @Override
  public Integer call() throws Exception {
    require("--seconds", seconds, 2, 600);
    require("--warm-up", warmUp, 0, 600);
    require("--patients", patients, 5, 1000);
    Home home = Home.standard().child("bench");
    Path folder =
        out == null
            ? Home.standard().directory().resolve("bench-results")
            : out.toAbsolutePath().normalize();
    Files.createDirectories(folder);
    var results = new Results();
    results
        .json()
        .put("at", Instant.now().toString())
        .put("cores", Runtime.getRuntime().availableProcessors());
    results.json().put("seconds", seconds).put("warm_up", warmUp).put("patients", patients);
    try (var stack = new OwnStack(home, console())) {
      measure(home, stack, results);
    }
    Path file = folder.resolve("bench.json");
    Files.writeString(file, Json.MAPPER.writeValueAsString(results.json()) + "\n");
    console().answer(results.json(), results.table() + "\n\nSaved: " + file);
    return (results.errors() == 0 ? Exit.OK : Exit.FAILED).code();
  }

  private static void require(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new Failure(
          Exit.WRONG_ARGUMENTS,
          option + " takes " + least + " to " + most + ", not " + value + ".",
          "See: ./salus bench --help");
    }
  }

  private void measure(Home home, OwnStack stack, Results results) throws Exception {
    Optional<Pgbench> pgbench = Pgbench.find().map(p -> new Pgbench(p, home.temporary()));
    if (pgbench.isEmpty()) {
      String missing =
          "pgbench was not found on the PATH or in /usr/lib/postgresql/*/bin, so reads and bookings have no floor. "
              + "It is part of PostgreSQL's server package (Debian: postgresql).";
      console().note(missing);
      results.remark(missing);
    }
    console()
        .note("About " + Progress.span(80 + 3.0 * warmUp + 11.0 * seconds) + "; Ctrl-C stops it.");
    Path bundles = bundles(home);
    var first = stack.up();
    results.figure("up to all ready, first start (databases are made)", first.seconds(), "s");
    stack.down();
    var up = stack.up();
    StackState state = up.state();
    results.figure("up to all ready, second start", up.seconds(), "s");
    results.figure("resident memory of the five services, started", resident(state), "MiB");
    String token = new Tokens(home).issue(TokenRequest.everything("bench", TENANT, TOKEN_LIFETIME));
    var stage =
        new Stage(
            home,
            state,
            TENANT,
            token,
            new Api(state.gatewayUrl(), () -> token),
            Duration.ofSeconds(seconds),
            Duration.ofSeconds(warmUp),
            pgbench,
            console(),
            results);
    new ImportBench(stage, bundles).run();
    new ReadBench(stage).run();
    new BookingBench(stage).run();
    results.figure("resident memory of the five services, after all load", resident(state), "MiB");
  }

  private Path bundles(Home home) throws IOException {
    Synthea synthea =
        Synthea.start(Checkout.current(), home.temporary().resolve("synthea"), patients, 1);
    try (Progress progress = console().progress("Synthea makes patients", 1, "")) {
      Path bundles = synthea.await(progress);
      progress.done("done");
      return bundles;
    } finally {
      synthea.stop();
    }
  }

  private static double resident(StackState state) {
    return Arrays.stream(Service.values())
            .map(service -> state.component(service.id()).process())
            .mapToLong(process -> process == null ? 0 : process.residentBytes())
            .sum()
        / MEBIBYTE;
  }
}
