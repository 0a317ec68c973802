package io.salus.synthesis.release;

import io.salus.jobs.Jobs;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Starts jobs that make releases. */
@ApplicationScoped
class Synthesis {
  private final Jobs jobs;
  private final RecordsClient records;

  Synthesis(Jobs jobs, RecordsClient records) {
    this.jobs = jobs;
    this.records = records;
  }

  /**
   * @param token the caller's, by which the snapshot is looked up
   * @return the job's public id
   */
  String start(Caller caller, String token, SynthesisOrder order) {
    Releases.require(caller, Releases.RUN);
    Snapshot snapshot = records.snapshot(token, order.snapshotId());
    return jobs.submit(
        caller,
        SynthesizeHandler.KIND,
        Map.of(
            "snapshot", snapshot.id(),
            "generator", order.generator().label(),
            "rows", order.rows(),
            "epochs", order.epochs(),
            "seed", order.seed()));
  }
}
