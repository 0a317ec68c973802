package io.salus.cli.bench.records;

import io.salus.cli.bench.load.Measured;
import io.salus.cli.bench.stage.Base;
import io.salus.cli.bench.stage.Stage;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Synthea's transactions at both servers: the same bundles in the same parts. Salus warms up with
 * the bundles as other tenants; a peer, which has no tenants, with those that are not measured.
 */
record TransactionBench(Stage stage, Loading loading, @Nullable FhirServer peer) {
  private static final int FEW = 2;
  private static final int MORE = 4;
  private static final String NAME = "transactions, resources";

  private record Rates(Measured few, Measured more) {}

  void run() throws IOException {
    try (Progress progress = stage.console().progress("Transactions", 1, "")) {
      Rates theirs = null;
      if (peer != null) {
        progress.update(0, "peer", -1);
        theirs = load(peer, ", peer");
      }
      progress.update(peer == null ? 0.1 : 0.7, "Salus", -1);
      warmUp();
      Rates ours = load(server(stage.token()), ", Salus");
      if (theirs != null) {
        stage.results().compare(NAME, FEW, ours.few(), theirs.few());
        stage.results().compare(NAME, MORE, ours.more(), theirs.more());
      }
      progress.done("done");
    }
  }

  private void warmUp() throws IOException {
    long end = System.nanoTime() + stage.warmUp().toNanos();
    for (int round = 1; System.nanoTime() < end; round++) {
      loading.all(server(stage.token("warm-" + round)));
    }
  }

  private FhirServer server(String token) {
    return FhirServer.of("Salus", stage.state().gatewayUrl() + "/fhir", token);
  }

  private Rates load(FhirServer server, String whose) throws IOException {
    Loading.post(server, loading.first(), 1);
    Loading.post(server, loading.warming(), FEW);
    Measured few =
        stage.measure(
            NAME + whose, FEW, Base.NONE, () -> Loading.post(server, loading.some(), FEW));
    Measured more =
        stage.measure(
            NAME + whose, MORE, Base.NONE, () -> Loading.post(server, loading.others(), MORE));
    stage
        .results()
        .figure(
            "loaded by" + whose.replace(",", ""),
            (double) (few.done() + more.done()),
            "resources in " + (loading.some().size() + loading.others().size()) + " bundles");
    return new Rates(few, more);
  }
}
