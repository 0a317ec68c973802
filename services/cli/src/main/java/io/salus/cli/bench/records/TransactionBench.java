package io.salus.cli.bench.records;

import io.salus.cli.bench.load.Measured;
import io.salus.cli.bench.stage.Base;
import io.salus.cli.bench.stage.Stage;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Synthea's transactions at both servers: the same bundles in the same parts. Salus warms up with
 * the bundles as other tenants; a peer, which has no tenants, with those that are not measured.
 * What the peer did not take Salus does not get either, so that their answers can agree.
 */
record TransactionBench(Stage stage, Loading loading, @Nullable FhirServer peer) {
  private static final int FEW = 2;
  private static final int MORE = 4;
  private static final String NAME = "transactions, resources";

  private record Rates(Measured few, Measured more, Set<Path> refused) {}

  void run() throws IOException {
    try (Progress progress = stage.console().progress("Transactions", 1, "")) {
      Rates theirs = null;
      if (peer != null) {
        progress.update(0, "peer", -1);
        theirs = load(peer, loading, ", peer");
      }
      Loading taken = theirs == null ? loading : loading.without(theirs.refused());
      progress.update(peer == null ? 0.1 : 0.7, "Salus", -1);
      warmUp(taken);
      Rates ours = load(server(stage.token()), taken, ", Salus");
      if (theirs != null) {
        stage.results().compare(NAME, FEW, ours.few(), theirs.few());
        stage.results().compare(NAME, MORE, ours.more(), theirs.more());
      }
      progress.done("done");
    }
  }

  private void warmUp(Loading bundles) throws IOException {
    long end = System.nanoTime() + stage.warmUp().toNanos();
    for (int round = 1; System.nanoTime() < end; round++) {
      bundles.all(server(stage.token("warm-" + round)), end);
    }
  }

  private FhirServer server(String token) {
    return FhirServer.of("Salus", stage.state().gatewayUrl() + "/fhir", token);
  }

  private Rates load(FhirServer server, Loading bundles, String whose) throws IOException {
    Set<Path> refused = ConcurrentHashMap.newKeySet();
    Loading.post(server, bundles.first(), 1, refused);
    Loading.post(server, bundles.warming(), FEW, refused);
    Measured few =
        stage.measure(
            NAME + whose, FEW, Base.NONE, () -> Loading.post(server, bundles.some(), FEW, refused));
    Measured more =
        stage.measure(
            NAME + whose,
            MORE,
            Base.NONE,
            () -> Loading.post(server, bundles.others(), MORE, refused));
    for (Path file : refused) {
      stage
          .results()
          .error(
              "%s did not take a bundle of %d MB".formatted(server.name(), Files.size(file) >> 20));
    }
    stage
        .results()
        .figure(
            "loaded by" + whose.replace(",", ""),
            (double) (few.done() + more.done()),
            "resources in " + (bundles.some().size() + bundles.others().size()) + " bundles");
    return new Rates(few, more, refused);
  }
}
