package io.salus.inference.monitoring;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.inference.prediction.PastPredictions;
import io.salus.inference.records.RecordsClient;
import io.salus.inference.registry.ModelVersion;
import io.salus.inference.registry.Registry;
import io.salus.jobs.JobContext;
import io.salus.jobs.JobHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Looks after the models that a tenant uses: joins outcomes from the record, computes the windows
 * of every version and raises their alerts. Done twice it does no harm: what was answered is not
 * asked again, and an alert is told once a day.
 */
@ApplicationScoped
public class MonitoringJob implements JobHandler {
  public static final String KIND = "monitor";

  /** Alerts that need outcomes, and so an older window. */
  private static final Set<String> OF_OUTCOMES = Set.of("calibration", "subgroup-gap");

  /** Of the job's work; the rest are the windows. */
  private static final double JOINING = 0.7;

  private final PastPredictions predictions;
  private final Registry registry;
  private final RecordsClient records;
  private final Monitoring monitoring;
  private final AlertEvents events;
  private final MonitoringConfig config;
  private final ObjectMapper json;

  MonitoringJob(
      PastPredictions predictions,
      Registry registry,
      RecordsClient records,
      Monitoring monitoring,
      AlertEvents events,
      MonitoringConfig config,
      ObjectMapper json) {
    this.predictions = predictions;
    this.registry = registry;
    this.records = records;
    this.monitoring = monitoring;
    this.events = events;
    this.config = config;
    this.json = json;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String scope() {
    return "salus/models.read";
  }

  @Override
  public String run(JobContext job) {
    OutcomeJoin join = new OutcomeJoin(predictions, records, job, config.askAgain());
    List<UUID> used = predictions.models(job.caller());
    int outcomes = 0;
    int alerts = 0;
    for (int i = 0; i < used.size(); i++) {
      double share = (double) i / used.size();
      ModelVersion model = registry.require(job.caller(), used.get(i));
      job.progress(share, "looking at %s, version %d".formatted(model.name(), model.version()));
      Period period = join.period(model);
      if (period != null) {
        outcomes += join.of(model, period, share);
      }
      job.progress(
          share + JOINING / used.size(),
          "computing windows of %s, version %d".formatted(model.name(), model.version()));
      alerts += windows(job, model, period == null ? Period.ZERO : period);
    }
    return json.createObjectNode()
        .put("versions", used.size())
        .put("outcomes", outcomes)
        .put("alerts", alerts)
        .toString();
  }

  /** The last days, and the days whose predictions have just become true or false. */
  private int windows(JobContext job, ModelVersion model, Period period) {
    Instant now = Instant.now();
    ObjectNode recent = monitoring.figures(job.caller(), model, null, now);
    int alerts = events.raise(job.bearerToken(), recent).size();
    if (period.isZero()) {
      return alerts;
    }
    Instant then = now.atOffset(ZoneOffset.UTC).minus(period).toInstant();
    ObjectNode known = monitoring.figures(job.caller(), model, null, then);
    known.withArray("alerts").removeIf(alert -> !OF_OUTCOMES.contains(alert.path("kind").asText()));
    return alerts + events.raise(job.bearerToken(), known).size();
  }
}
