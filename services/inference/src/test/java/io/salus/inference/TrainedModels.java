package io.salus.inference;

import io.salus.inference.registry.Registry;
import io.salus.inference.training.TrainHandler;
import jakarta.enterprise.context.ApplicationScoped;

/** Models that several tests ask, trained by whichever comes first. */
@ApplicationScoped
class TrainedModels {
  private final Registry registry;
  private final TrainHandler handler;

  TrainedModels(Registry registry, TrainHandler handler) {
    this.registry = registry;
    this.handler = handler;
  }

  void train(String tenant, String name, String snapshot) throws Exception {
    if (registry.versions(TestJob.callerOf(tenant), name).isEmpty()) {
      handler.run(new TestJob(tenant, name, snapshot, true).nextAttempt(""));
    }
  }
}
