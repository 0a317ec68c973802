package io.salus.inference.monitoring;

import io.salus.inference.housekeeping.Chore;
import io.salus.inference.housekeeping.Tenants;
import io.salus.jobs.Jobs;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;

/**
 * Puts a {@link MonitoringJob} into the queue for each tenant whose turn it is. The database gives
 * a turn to one process alone.
 */
@ApplicationScoped
class DueMonitoring implements Chore {
  private static final int NEWEST = 200;
  private static final Set<String> SCOPES =
      Set.of(
          "salus/models.read",
          "salus/models.score",
          "salus/features.read",
          "system/Communication.crs");

  private final Tenants tenants;
  private final Jobs jobs;
  private final MonitoringConfig config;

  DueMonitoring(Tenants tenants, Jobs jobs, MonitoringConfig config) {
    this.tenants = tenants;
    this.jobs = jobs;
    this.config = config;
  }

  @Override
  public String name() {
    return "have models in use looked after";
  }

  @Override
  public void run() {
    if (config.every().isZero()) {
      return;
    }
    double pause = config.every().toMillis() / 1000.0;
    for (String tenant : tenants.named("select claim_monitoring(?)", pause)) {
      Caller caller = new Caller(tenant, "monitoring", SCOPES, null, "inference");
      boolean underWay =
          jobs.list(caller, NEWEST).stream()
              .anyMatch(job -> job.kind().equals(MonitoringJob.KIND) && !job.state().ended());
      if (!underWay) {
        jobs.submit(caller, MonitoringJob.KIND, Map.of());
      }
    }
  }
}
