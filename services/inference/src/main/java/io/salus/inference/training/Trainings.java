package io.salus.inference.training;

import io.salus.inference.records.RecordsClient;
import io.salus.inference.records.Snapshot;
import io.salus.inference.registry.Registry;
import io.salus.jobs.Jobs;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Asks for trainings. */
@ApplicationScoped
public class Trainings {
  private final RecordsClient records;
  private final Jobs jobs;

  Trainings(RecordsClient records, Jobs jobs) {
    this.records = records;
    this.jobs = jobs;
  }

  /**
   * Puts a training into the queue. What can be refused now is refused now: a bad name, a snapshot
   * that is not there, a missing right.
   *
   * @return the job's id
   */
  public String submit(
      Caller caller, String token, String name, String snapshot, long seed, boolean promote) {
    caller.require("salus/models.train");
    if (promote) {
      caller.require("salus/models.promote");
    }
    Registry.requireName(name);
    if (snapshot.isBlank()) {
      throw new InvalidInput("A training needs a snapshot.", "snapshot");
    }
    Snapshot found = records.snapshot(token, snapshot);
    return jobs.submit(
        caller,
        TrainHandler.KIND,
        Map.of("name", name, "snapshot", found.id(), "seed", seed, "promote", promote));
  }
}
