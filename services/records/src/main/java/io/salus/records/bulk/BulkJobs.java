package io.salus.records.bulk;

import io.quarkus.arc.All;
import io.salus.jobs.Job;
import io.salus.jobs.Jobs;
import io.salus.records.operation.OperationAnswer;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Jobs over data of many patients that make files: begun here, and found by who began them. */
@ApplicationScoped
public class BulkJobs {
  private final Jobs jobs;
  private final BulkFiles files;
  private final List<BulkHandler> handlers;

  BulkJobs(Jobs jobs, BulkFiles files, @All List<BulkHandler> handlers) {
    this.jobs = jobs;
    this.files = files;
    this.handlers = handlers;
  }

  /** A job of the caller's and who does it. */
  record Own(String id, Job job, BulkHandler handler) {}

  /** Throws {@link Forbidden}: a token that is bound to a patient has no part in it. */
  public static void requireMany(Caller caller) {
    if (caller.patientContext().isPresent()) {
      throw new Forbidden("A patient's token does not reach data of many patients.");
    }
  }

  /**
   * Puts a job into the queue. Blocks.
   *
   * @param kind of a {@link BulkHandler}
   * @param params without PHI
   * @return its id
   */
  public String begin(Caller caller, String kind, Map<String, ?> params) {
    files.removeOld(caller);
    return jobs.submit(caller, kind, params);
  }

  /** 202 with the place to ask about a job. */
  public static OperationAnswer accepted(String baseUrl, String job) {
    return OperationAnswer.accepted(BulkStatus.url(baseUrl, job));
  }

  /** A job, for who asked for it; nobody else knows of it. Blocks. */
  Own require(Caller caller, String id) {
    requireMany(caller);
    Job job = jobs.require(caller, id);
    return handlers.stream()
        .filter(handler -> handler.kind().equals(job.kind()))
        .filter(handler -> job.subject().equals(caller.subject()))
        .findFirst()
        .map(handler -> new Own(id, job, handler))
        .orElseThrow(() -> new NotFound("There is no such job."));
  }

  /** Ends a job that is under way, and takes the files away of one that has ended. Blocks. */
  void end(Caller caller, Own own) {
    if (own.job.state().ended()) {
      files.remove(caller, own.id);
    } else {
      jobs.cancel(caller, own.id);
    }
  }
}
