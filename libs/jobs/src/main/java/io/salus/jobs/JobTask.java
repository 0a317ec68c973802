package io.salus.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.jobs.JobTable.Taken;
import io.salus.service.errors.AppException;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.security.InternalTokens;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Runs one job from the queue to its end, whatever its handler does. */
@ApplicationScoped
class JobTask {
  static final String NAME = "job";
  private static final Logger LOG = Logger.getLogger(JobTask.class);

  /**
   * A job whose worker dies this often is at fault itself: out of memory, a crash in native code.
   */
  private static final int MAX_ATTEMPTS = 5;

  private final Jobs jobs;
  private final JobTable table;
  private final TenantTransactions transactions;
  private final InternalTokens tokens;
  private final ObjectMapper json;

  JobTask(
      Jobs jobs,
      JobTable table,
      TenantTransactions transactions,
      InternalTokens tokens,
      ObjectMapper json) {
    this.jobs = jobs;
    this.table = table;
    this.transactions = transactions;
    this.tokens = tokens;
    this.json = json;
  }

  /** The key of a job in the queue. */
  static String key(String tenant, UUID id) {
    return tenant + "/" + id;
  }

  /** Throws {@link WorkerStopping} when the job must go back to the queue; ends it otherwise. */
  void run(String key) {
    int slash = key.indexOf('/');
    String tenant = key.substring(0, slash);
    UUID id = UUID.fromString(key.substring(slash + 1));
    Optional<Taken> taken = transactions.call(tenant, () -> table.take(id));
    if (taken.isPresent()) {
      run(tenant, id, taken.get());
    }
  }

  private void run(String tenant, UUID id, Taken taken) {
    String publicId = jobs.publicId(id);
    long start = System.nanoTime();
    LOG.infof("Job %s (%s) starts, attempt %d", publicId, taken.kind(), taken.attempt());
    String outcome;
    try {
      outcome = attempt(tenant, id, publicId, taken);
    } catch (JobCancelled e) {
      outcome = cancelled(tenant, id, publicId, taken);
    } catch (WorkerStopping e) {
      LOG.infof("Job %s goes back to the queue", publicId);
      throw e;
    } catch (AppException e) {
      outcome = fail(tenant, id, taken, e.code(), e.publicDetail());
    } catch (Exception | LinkageError | OutOfMemoryError | StackOverflowError e) {
      if (Thread.currentThread().isInterrupted() || e instanceof InterruptedException) {
        LOG.infof("Job %s goes back to the queue", publicId);
        throw new WorkerStopping();
      }
      LOG.errorf("Job %s failed: %s", publicId, GrpcErrors.describe(e));
      AppException known = GrpcErrors.ofSurroundings(e);
      AppException told =
          known == null
              ? new AppException.Unexpected(
                  "The job failed unexpectedly (" + e.getClass().getSimpleName() + ").")
              : known;
      outcome = fail(tenant, id, taken, told.code(), told.publicDetail());
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    LOG.infof("Job %s (%s) %s after %d ms", publicId, taken.kind(), outcome, millis);
  }

  private String attempt(String tenant, UUID id, String publicId, Taken taken) throws Exception {
    if (taken.cancelRequested()) {
      throw new JobCancelled();
    }
    if (taken.attempt() > MAX_ATTEMPTS) {
      return fail(
          tenant,
          id,
          taken,
          "worker-died",
          "The worker died " + MAX_ATTEMPTS + " times during this job.");
    }
    JobHandler handler = jobs.handler(taken.kind());
    handler.check(taken.caller());
    JsonNode params = json.readTree(taken.params());
    RunningJob context = new RunningJob(id, publicId, taken, params, table, transactions, tokens);
    String result = handler.run(context);
    handler.check(taken.caller());
    if (!transactions.call(tenant, () -> table.succeed(id, taken.attempt(), result))) {
      throw new JobCancelled();
    }
    return "succeeded";
  }

  private String cancelled(String tenant, UUID id, String publicId, Taken taken) {
    if (!transactions.call(tenant, () -> table.cancelled(id, taken.attempt()))) {
      return "is another worker's";
    }
    jobs.handler(taken.kind()).cancelled(taken.caller(), publicId);
    return "was cancelled";
  }

  private String fail(String tenant, UUID id, Taken taken, String code, String detail) {
    transactions.call(
        tenant,
        () -> {
          table.fail(id, taken.attempt(), code, detail);
          return id;
        });
    return "failed with " + code;
  }
}
