package io.salus.scheduling.mirror;

import io.micrometer.core.instrument.MeterRegistry;
import io.salus.scheduling.records.RecordsClient;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Busy;
import io.salus.service.errors.AppException.TimedOut;
import io.salus.service.errors.AppException.Unavailable;
import io.salus.service.security.Caller;
import io.salus.service.security.InternalTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The FHIR picture of calendars and visits in the records. A change notes in its own transaction
 * what the records must learn, tries at once, and leaves what failed to {@link MirrorLoop}.
 */
@ApplicationScoped
public class Mirror {
  private static final Logger LOG = Logger.getLogger(Mirror.class);
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(2);

  private final MirrorQueue queue;
  private final RecordsClient records;
  private final InternalTokens tokens;
  private final MirrorConfig config;
  private final MeterRegistry metrics;

  Mirror(
      MirrorQueue queue,
      RecordsClient records,
      InternalTokens tokens,
      MirrorConfig config,
      MeterRegistry metrics) {
    this.queue = queue;
    this.records = records;
    this.tokens = tokens;
    this.config = config;
    this.metrics = metrics;
  }

  /** Notes a change inside the present transaction; the version when the caller may deliver it. */
  public OptionalLong enqueue(String tenant, MirrorType type, UUID id, UUID claimant) {
    return queue.enqueue(tenant, type, id, claimant);
  }

  /** How long a claim holds that a change takes together with its note. */
  public Duration claim() {
    return config.immediateClaim();
  }

  /** When a caller who waits for the records has waited long enough, by {@link System#nanoTime}. */
  public long immediateEnd() {
    return System.nanoTime() + config.immediateDeadline().toNanos();
  }

  /** Delivers while the caller waits; what fails is left to the loop. Never throws. */
  public void deliverNow(MirrorTask task, MirrorBody body, long end) {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    deliver(task, body, left.isPositive() ? left : Duration.ofMillis(1));
  }

  /** One try; false when it has to be tried again. */
  boolean deliver(MirrorTask task, MirrorBody body, Duration deadline) {
    try {
      String type = task.type().fhirName();
      records.put(token(task, body), type, task.id().toString(), body.json(), deadline);
      metrics.counter("salus.scheduling.mirror.delivered", "type", type).increment();
      queue.done(task);
      return true;
    } catch (RuntimeException e) {
      failed(task, e);
      return false;
    }
  }

  /** There is nothing to deliver. */
  void drop(MirrorTask task) {
    queue.done(task);
  }

  /** Puts a task back after a failure; never throws: the claim runs out by itself. */
  void failed(MirrorTask task, RuntimeException failure) {
    String code = failure instanceof AppException e ? e.code() : "internal";
    boolean away =
        failure instanceof Unavailable || failure instanceof TimedOut || failure instanceof Busy;
    String type = task.type().fhirName();
    metrics.counter("salus.scheduling.mirror.failed", "type", type, "code", code).increment();
    try {
      if (queue.failed(task, code, !away)) {
        LOG.errorf("The records refuse %s/%s (%s); it was given up", type, task.id(), code);
      } else {
        LOG.warnf("%s/%s did not reach the records (%s); it is tried again", type, task.id(), code);
      }
    } catch (RuntimeException e) {
      LOG.warnf("%s/%s stays claimed: the database does not answer", type, task.id());
    }
  }

  /** Rights for this one type and nothing else, for two minutes. */
  private String token(MirrorTask task, MirrorBody body) {
    String type = task.type().fhirName();
    Caller actor =
        new Caller(task.tenant(), body.subject(), Set.of("system/" + type + ".cu"), null, null);
    return tokens.actFor(actor, "mirror/" + type + "/" + task.id(), TOKEN_LIFE);
  }
}
