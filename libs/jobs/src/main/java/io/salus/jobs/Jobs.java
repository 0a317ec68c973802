package io.salus.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.quarkus.arc.All;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.id.TimeOrderedId;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The jobs of this service: ask for one, look at it, stop it. */
@ApplicationScoped
public class Jobs {
  private final String service;
  private final JobTable table;
  private final TenantTransactions transactions;
  private final ObjectMapper json;
  private final SchedulerClient queue;
  private final List<JobHandler> handlers;

  Jobs(
      @ConfigProperty(name = "quarkus.application.name") String service,
      JobTable table,
      TenantTransactions transactions,
      ObjectMapper json,
      DataSource dataSource,
      @All List<JobHandler> handlers) {
    this.service = service;
    this.table = table;
    this.transactions = transactions;
    this.json = json;
    this.handlers = handlers;
    this.queue = SchedulerClient.Builder.create(dataSource).build();
  }

  /**
   * Puts a job into the queue, durably.
   *
   * @param kind a {@link JobHandler}'s kind
   * @param params what the handler needs, without PHI; read back with {@link JobContext#params}
   * @return the public id, {@code <service>-<uuid>}
   */
  public String submit(Caller caller, String kind, Map<String, ?> params) {
    handler(kind).check(caller);
    UUID id = TimeOrderedId.next();
    transactions.run(
        caller,
        () -> {
          table.insert(id, caller, kind, write(params));
          queue.scheduleIfNotExists(
              new TaskInstance<>(JobTask.NAME, JobTask.key(caller.tenant(), id)), Instant.now());
        });
    return publicId(id);
  }

  /** A job of the caller's tenant; for a patient only their own. Throws {@link NotFound}. */
  public Job require(Caller caller, String publicId) {
    UUID id = parse(publicId);
    Job job = transactions.call(caller, () -> table.find(id)).orElseThrow(Jobs::notFound);
    if (!mayKnow(caller, job)) {
      throw notFound();
    }
    return job;
  }

  /** The caller's tenant's newest jobs, newest first. */
  public List<Job> list(Caller caller, int limit) {
    if (limit < 0 || limit > 200) {
      throw new InvalidInput("The limit must be between 1 and 200.", "limit");
    }
    int bound = limit == 0 ? 50 : limit;
    return transactions.call(caller, () -> table.newest(bound)).stream()
        .filter(job -> mayKnow(caller, job))
        .toList();
  }

  /** Who has a token for one patient knows what such a token of theirs started, and no more. */
  private static boolean mayKnow(Caller caller, Job job) {
    String patient = caller.patient();
    return patient == null
        || (patient.equals(job.patient()) && job.subject().equals(caller.subject()));
  }

  /** Asks a job to stop. One that no worker has yet ends at once. */
  public Job cancel(Caller caller, String publicId) {
    Job before = require(caller, publicId);
    Job after =
        transactions.call(
            caller,
            () -> {
              table.requestCancel(before.id());
              return table.find(before.id()).orElseThrow(Jobs::notFound);
            });
    if (!before.state().ended() && after.state() == JobState.CANCELLED) {
      handler(after.kind()).cancelled(caller, publicId);
    }
    return after;
  }

  /** The id that callers see. */
  public String publicId(UUID id) {
    return service + "-" + id;
  }

  JobHandler handler(String kind) {
    return handlers.stream()
        .filter(h -> h.kind().equals(kind))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no handler for jobs of kind " + kind));
  }

  private UUID parse(String publicId) {
    if (!publicId.startsWith(service + "-")) {
      throw notFound();
    }
    try {
      return UUID.fromString(publicId.substring(service.length() + 1));
    } catch (IllegalArgumentException e) {
      throw notFound();
    }
  }

  private String write(Map<String, ?> params) {
    try {
      return json.writeValueAsString(params);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("job parameters must be JSON", e);
    }
  }

  private static NotFound notFound() {
    return new NotFound("There is no such job.");
  }
}
