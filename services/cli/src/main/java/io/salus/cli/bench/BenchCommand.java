package io.salus.cli.bench;

import io.salus.cli.bench.inference.InferenceCommand;
import io.salus.cli.bench.learning.LearningCommand;
import io.salus.cli.bench.records.ImportBench;
import io.salus.cli.bench.records.ReadBench;
import io.salus.cli.bench.records.RecordsCommand;
import io.salus.cli.bench.records.Side;
import io.salus.cli.bench.stage.Bench;
import io.salus.cli.bench.stage.BenchOptions;
import io.salus.cli.bench.stage.OwnStack;
import io.salus.cli.bench.stage.Results;
import io.salus.cli.bench.stage.Stage;
import io.salus.cli.stack.Service;
import io.salus.cli.stack.StackState;
import io.salus.cli.terminal.Command;
import io.salus.cli.terminal.Progress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
    name = "bench",
    subcommands = {RecordsCommand.class, LearningCommand.class, InferenceCommand.class},
    synopsisSubcommandLabel = "[records|learning|inference]",
    header = "Measure start, memory, reads, import and bookings against PostgreSQL alone.",
    description = {
      "",
      "The stack it uses is its own (in bench below the state directory, on free ports), begins"
          + " empty and is stopped at the end, also by Ctrl-C. Every measure stands beside its"
          + " floor, which the same run measures on the same database, as the same role:",
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
      "Answers are checked (status and id), and what is wrong counts as an error, not as speed. OF"
          + " FLOOR is the rate divided by the floor's: it says more than absolute figures do,"
          + " because load generator, services and PostgreSQL share the machine's cores. CORES USED"
          + " says who had them; load is the generator itself, others is every other program:"
          + " repeat a run where that is much.",
      "",
      "pgbench is part of PostgreSQL's server package (Debian: postgresql); without it those rows"
          + " are left out.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./salus bench                            seven minutes",
      "  ./salus bench --warm-up 10 --seconds 5   three minutes, rougher",
      "  ./salus bench --json > bench.json        for machines",
      "  ./salus bench records --peer URL         the records beside another FHIR server",
      "  ./salus bench learning --data DIR        training, beside scikit-learn",
      "  ./salus bench inference --peer URL       models beside another OIP server",
      "",
      "Exit code 1 when there were errors."
    })
public final class BenchCommand extends Command {
  private static final double MEBIBYTE = 1 << 20;

  @Mixin private BenchOptions options = new BenchOptions();

  @Override
  public Integer call() throws Exception {
    return new Bench("bench", options, console()).run(BenchCommand::measure);
  }

  private static void measure(Bench bench, OwnStack stack) throws Exception {
    var pgbench = bench.pgbench();
    double seconds =
        80 + 3.0 * bench.options().warmUp().toSeconds() + 11.0 * bench.options().time().toSeconds();
    bench.console().note("About " + Progress.span(seconds) + "; Ctrl-C stops it.");
    Path bundles = bench.bundles();
    Results results = bench.results();
    var first = stack.up();
    results.figure("up to all ready, first start (databases are made)", first.seconds(), "s");
    stack.down();
    var up = stack.up();
    StackState state = up.state();
    results.figure("up to all ready, second start", up.seconds(), "s");
    results.figure("resident memory of the five services, started", resident(state), "MiB");
    Stage stage = bench.stage(state, pgbench);
    new ImportBench(stage, bundles).run();
    new ReadBench(stage, List.of(1, 8, 32), Side.salus(stage), null).run();
    new BookingBench(stage).run();
    results.figure("resident memory of the five services, after all load", resident(state), "MiB");
  }

  private static double resident(StackState state) {
    return Arrays.stream(Service.values())
            .map(service -> state.component(service.id()).process())
            .mapToLong(process -> process == null ? 0 : process.residentBytes())
            .sum()
        / MEBIBYTE;
  }
}
