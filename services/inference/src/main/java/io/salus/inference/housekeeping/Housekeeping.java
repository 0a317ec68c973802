package io.salus.inference.housekeeping;

import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.salus.service.errors.GrpcErrors;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Does all chores, one after another, as long as the process serves. */
@ApplicationScoped
class Housekeeping {
  private static final Logger LOG = Logger.getLogger(Housekeeping.class);
  private final List<Chore> chores;
  private final HousekeepingConfig config;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("housekeeping").daemon().factory());

  Housekeeping(@All List<Chore> chores, HousekeepingConfig config) {
    this.chores = chores;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    List<String> profiles = ConfigUtils.getProfiles();
    if (profiles.contains("work") || profiles.contains("migrate")) {
      return;
    }
    var ignored =
        thread.scheduleWithFixedDelay(
            this::round, 0, config.every().toMillis(), TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    thread.shutdownNow();
  }

  /** One that fails does not keep the others from their turn. */
  private void round() {
    for (Chore chore : chores) {
      try {
        chore.run();
      } catch (RuntimeException e) {
        LOG.warnf("Not done this time: %s (%s)", chore.name(), GrpcErrors.describe(e));
      }
    }
  }
}
