package io.salus.records.parameter;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.salus.jobs.Jobs;
import io.salus.records.store.ParameterTable;
import io.salus.service.security.Caller;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Has tenants indexed again whose resources were stored before the present layout of the index. A
 * job that failed is asked for again, until all are done.
 */
@ApplicationScoped
class DueReindex {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int NEWEST = 200;

  private final ParameterTable table;
  private final Jobs jobs;
  private final ParameterConfig config;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("due-reindex").daemon().factory());

  DueReindex(ParameterTable table, Jobs jobs, ParameterConfig config) {
    this.table = table;
    this.jobs = jobs;
    this.config = config;
  }

  /** Wherever it runs: a worker is started once there is a job. */
  void start(@Observes StartupEvent event) {
    if (ConfigUtils.getProfiles().contains("migrate")) {
      return; // the tables are being made
    }
    var ignored =
        thread.scheduleWithFixedDelay(
            this::askOrLog, 0, config.askAgain().toMillis(), TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    thread.shutdownNow();
  }

  /** Puts a job into the queue for each tenant that is due and has none. Blocks. */
  void ask() {
    List<String> due = table.claimDue(config.askAgain()).await().atMost(PATIENCE);
    for (String tenant : due) {
      Caller caller =
          new Caller(tenant, "reindex", Set.of("system/SearchParameter.u"), null, "records");
      boolean underWay =
          jobs.list(caller, NEWEST).stream()
              .anyMatch(job -> job.kind().equals(ReindexJob.KIND) && !job.state().ended());
      if (!underWay) {
        String job = jobs.submit(caller, ReindexJob.KIND, Map.of("type", ReindexJob.ALL));
        Log.infof("The index of a tenant is of an old layout; %s makes it anew", job);
      }
    }
  }

  private void askOrLog() {
    try {
      ask();
    } catch (RuntimeException e) {
      Log.warnf("Tenants to be indexed again cannot be asked for: %s", e.getClass().getName());
    }
  }
}
