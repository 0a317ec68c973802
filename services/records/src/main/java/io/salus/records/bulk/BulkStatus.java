package io.salus.records.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.jobs.Job;
import io.salus.records.operation.Content;
import io.salus.records.operation.Method;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code $bulk-status?job=}: how far a job is, in the form of Bulk Data Access; and by DELETE its
 * end.
 */
@ApplicationScoped
class BulkStatus extends JobQuestion {
  private static final String NAME = "bulk-status";

  private final BulkJobs jobs;
  private final BulkFiles files;
  private final BulkConfig config;

  BulkStatus(BulkJobs jobs, BulkFiles files, BulkConfig config) {
    this.jobs = jobs;
    this.files = files;
    this.config = config;
  }

  /** Where to ask about a job. */
  static String url(String baseUrl, String job) {
    return baseUrl + "/$" + NAME + "?job=" + job;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Method> methods() {
    return Set.of(Method.GET, Method.DELETE);
  }

  @Override
  BulkJobs jobs() {
    return jobs;
  }

  @Override
  OperationAnswer answer(Caller caller, OperationCall call, BulkJobs.Own own) {
    if (call.method() == Method.DELETE) {
      jobs.end(caller, own);
      return new OperationAnswer(202, "", Map.of(), Content.NONE);
    }
    Job job = own.job();
    return switch (job.state()) {
      case QUEUED, RUNNING -> {
        if (job.cancelRequested()) {
          throw new NotFound("The job was cancelled.");
        }
        String progress = Math.round(job.progress() * 100) + " % " + job.message();
        yield own.handler()
            .underWay(own.id(), url(call.baseUrl(), own.id()))
            .with(Map.of("X-Progress", progress.strip(), "Retry-After", "1"));
      }
      case CANCELLED -> throw new NotFound("The job was cancelled.");
      case FAILED -> OperationAnswer.outcome(500, "error", "processing", "" + job.errorDetail());
      case SUCCEEDED -> done(caller, call.baseUrl(), own);
    };
  }

  private OperationAnswer done(Caller caller, String baseUrl, BulkJobs.Own own) {
    Job job = own.job();
    ObjectNode result = Json.parse(("" + job.result()).getBytes(StandardCharsets.UTF_8));
    List<BulkFile> made = files.of(caller, own.id());
    if (made.size() < result.path("files").asInt()) {
      throw new NotFound("The files of the job were taken away.");
    }
    Instant finished = job.finishedAt() == null ? Instant.now() : job.finishedAt();
    return own.handler()
        .manifest(new FinishedJob(baseUrl, own.id(), result, made))
        .with(Map.of("Expires", httpDate(finished.plus(config.keep()))));
  }

  private static String httpDate(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atZone(ZoneOffset.UTC));
  }
}
