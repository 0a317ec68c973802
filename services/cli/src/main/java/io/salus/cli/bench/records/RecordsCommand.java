package io.salus.cli.bench.records;

import io.salus.cli.bench.stage.Bench;
import io.salus.cli.bench.stage.BenchOptions;
import io.salus.cli.terminal.Command;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
    name = "records",
    header = "Measure the records: against PostgreSQL alone, and beside another FHIR server.",
    description = {
      "",
      "The stack is one of its own, as for ./salus bench. A peer is any FHIR R4 server that runs"
          + " already, is empty and takes requests without a token. Both get the same work from the"
          + " same load generator, one after the other:",
      "",
      "  transactions   Synthea's bundles, with 2 and with 4 clients",
      "  reads          GET Patient/{id} with 8 and 32 clients",
      "  searches       token, string, date range, chain, _has, _include and sort in",
      "                 turn, with 8 and 32 clients",
      "  everything     Patient/{id}/$$everything of the largest patient, all pages",
      "  creates        POST Observation with 8 and 32 clients",
      "",
      "Of the records alone: gRPC and pgbench making the same calls, $$import against COPY of the"
          + " same finished rows, a ViewDefinition over every resource, growth from 1,000 to 16,000"
          + " patients, bytes on disk a resource.",
      "",
      "The servers' answers must agree: the same numbers of resources, and for samples of every"
          + " search the same resources in everything but id, meta and narrative. Each difference"
          + " is an error and named with its query.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./salus bench records --peer http://127.0.0.1:8090/fhir",
      "  ./salus bench records --patients 60 --seconds 10",
      "",
      "Exit code 1 when there were errors."
    })
public final class RecordsCommand extends Command {
  @Option(
      names = "--peer",
      paramLabel = "URL",
      description = "FHIR base of the other server. Without it only Salus is measured.")
  private @Nullable String peer;

  @Option(
      names = "--load-peer",
      paramLabel = "HOW",
      defaultValue = "bundles",
      description =
          "bundles: Synthea's transactions, which are measured. copies: what Salus has made of"
              + " them, in small transactions, for servers that take too long for large ones."
              + " none: the peer has them from a run with the same --patients earlier on the same"
              + " day (UTC). Default: ${DEFAULT-VALUE}.")
  private PeerLoad loadPeer = PeerLoad.bundles;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description =
          "Only these parts, separated by commas: storage, reads, searches, everything, views,"
              + " import, creates, growth. Transactions always run: they bring the data in.")
  private Set<String> only = Set.of();

  @Option(
      names = "--import-megabytes",
      paramLabel = "N",
      defaultValue = "256",
      description = "Size of the import that memory is watched over. Default: ${DEFAULT-VALUE}.")
  private int importMegabytes;

  @Mixin private BenchOptions options = new BenchOptions();

  @Override
  public Integer call() throws Exception {
    if (!RecordsBench.PARTS.containsAll(only)) {
      throw new Failure(
          Exit.WRONG_ARGUMENTS, "There is no such part.", "See: ./salus bench records --help");
    }
    FhirServer other = peer == null ? null : FhirServer.of("the peer", peer, null);
    return new Bench("bench-records", options, console())
        .run(
            (bench, stack) ->
                new RecordsBench(bench, other, loadPeer, only, importMegabytes).run(stack));
  }
}
