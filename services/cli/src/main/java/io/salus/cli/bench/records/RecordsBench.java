package io.salus.cli.bench.records;

import io.salus.cli.bench.stage.Bench;
import io.salus.cli.bench.stage.OwnStack;
import io.salus.cli.bench.stage.Stage;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that is measured of the records, in the order in which the data grows. */
record RecordsBench(
    Bench bench,
    @Nullable FhirServer peer,
    PeerLoad peerLoad,
    Set<String> only,
    int importMegabytes) {
  /** What can be left out; transactions bring the data in. */
  static final Set<String> PARTS =
      Set.of("storage", "reads", "searches", "everything", "views", "import", "creates", "growth");

  private static final List<Integer> CLIENTS = List.of(8, 32);

  void run(OwnStack stack) throws Exception {
    if (peer != null && peerLoad != PeerLoad.none) {
      requireEmpty(peer);
    }
    Loading loading = Loading.of(bench.bundles());
    if (loading.leftOut() > 0) {
      bench
          .results()
          .remark(
              "Left out at every server: %d bundles of more than %d MB."
                  .formatted(loading.leftOut(), Loading.LARGEST_MEGABYTES));
    }
    Stage stage = bench.stage(stack.up().state(), bench.pgbench());
    new TransactionBench(stage, loading, peerLoad == PeerLoad.bundles ? peer : null).run();
    Side ours = Side.salus(stage);
    if (peer != null && peerLoad == PeerLoad.copies) {
      copy(ours.server(), peer);
    }
    Side theirs = peer == null ? null : new Side(peer, People.of(peer));
    List<Query> searches = SearchMix.of(ours);
    if (theirs != null) {
      part(
          "searches",
          () -> new Agreement(ours, theirs, bench.results(), bench.console()).check(searches));
    }
    part("storage", () -> new StorageBench(stage).run());
    part("reads", () -> new ReadBench(stage, CLIENTS, ours, theirs).run());
    part("searches", () -> new SearchBench(stage, CLIENTS, searches, ours, theirs).run());
    part(
        "everything",
        () -> new EverythingBench(stage, loading.largestPatient(), ours, theirs).run());
    part("views", () -> new ViewBench(stage, ours).run());
    part("import", () -> new NdjsonBench(stage, ours, importMegabytes).run());
    part("creates", () -> new CreateBench(stage, CLIENTS, ours, theirs).run());
    part("growth", () -> new GrowthBench(stage).run());
  }

  private void copy(FhirServer from, FhirServer to) throws IOException {
    try (Progress progress = bench.console().progress("Copies for the peer", 1, "")) {
      bench
          .results()
          .figure("copied to the peer", (double) new Copying(from, to).run(progress), "resources");
      progress.done("done");
    }
  }

  private interface Part {
    void run() throws Exception;
  }

  /** A part that fails is an error of the run, and the others still have their figures. */
  private void part(String name, Part part) throws InterruptedException, IOException {
    if (!only.isEmpty() && !only.contains(name)) {
      return;
    }
    try {
      part.run();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      bench.results().error(e.toString());
    }
    bench.save();
  }

  private static void requireEmpty(FhirServer peer) throws IOException {
    try {
      if (!peer.get("Patient?_count=1").path("entry").isEmpty()) {
        throw new Failure(
            Exit.WRONG_ARGUMENTS,
            "The peer has patients already, so that its answers could not agree.",
            "Give it an empty database; or, if they are those of the same command earlier today,"
                + " say --load-peer none.");
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
