package io.salus.cli.bench;

import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that is measured of the records, in the order in which the data grows. */
record RecordsBench(Bench bench, @Nullable FhirServer peer) {
  private static final List<Integer> CLIENTS = List.of(8, 32);

  void run(OwnStack stack) throws Exception {
    if (peer != null) {
      requireEmpty(peer);
    }
    Loading loading = Loading.of(bench.bundles());
    Stage stage = bench.stage(stack.up().state(), bench.pgbench());
    new TransactionBench(stage, loading, peer).run();
    Side ours = stage.salus();
    Side theirs = peer == null ? null : new Side(peer, People.of(peer));
    List<Query> searches = SearchMix.of(ours);
    if (theirs != null) {
      new Agreement(ours, theirs, bench.results(), bench.console()).check(searches);
    }
    new StorageBench(stage).run();
    new ReadBench(stage, CLIENTS, ours, theirs).run();
    new SearchBench(stage, CLIENTS, searches, ours, theirs).run();
    new EverythingBench(stage, loading.largestPatient(), ours, theirs).run();
    new ViewBench(stage, ours).run();
    new NdjsonBench(stage, ours).run();
    new CreateBench(stage, CLIENTS, ours, theirs).run();
    new GrowthBench(stage).run();
  }

  private static void requireEmpty(FhirServer peer) throws IOException {
    try {
      if (!peer.get("Patient?_count=1").path("entry").isEmpty()) {
        throw new Failure(
            Exit.WRONG_ARGUMENTS,
            "The peer has patients already, so that its answers could not agree.",
            "Give it an empty database.");
      }
    } catch (ConnectException e) {
      throw new Failure(
          Exit.WRONG_ARGUMENTS,
          "Nobody listens at " + peer.base() + ".",
          "Start the peer first.",
          e);
    }
  }
}
