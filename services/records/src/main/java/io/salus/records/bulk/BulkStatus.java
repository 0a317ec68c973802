package io.salus.records.bulk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.jobs.Job;
import io.salus.jobs.Jobs;
import io.salus.records.operation.Content;
import io.salus.records.operation.Level;
import io.salus.records.operation.Method;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code $bulk-status?job=}: how far an export or import is, in the form of Bulk Data Access; and
 * by DELETE its end.
 */
@ApplicationScoped
class BulkStatus implements Operation {
  private static final String NAME = "bulk-status";

  private final Jobs jobs;
  private final BulkFiles files;
  private final BulkConfig config;

  BulkStatus(Jobs jobs, BulkFiles files, BulkConfig config) {
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
  public Set<Level> levels() {
    return Set.of(Level.SYSTEM);
  }

  @Override
  public boolean appliesTo(String type) {
    return false;
  }

  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public Set<Method> methods() {
    return Set.of(Method.GET, Method.DELETE);
  }

  @Override
  public String definition(String type) {
    return "http://salus.io/fhir/OperationDefinition/" + NAME;
  }

  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    String id =
        call.parameters()
            .text("job")
            .orElseThrow(() -> new InvalidInput("The parameter names the job.", "job"));
    return Uni.createFrom()
        .item(
            () ->
                call.method() == Method.DELETE
                    ? end(caller, id)
                    : status(caller, call.baseUrl(), id))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  private OperationAnswer end(Caller caller, String id) {
    Job job = BulkRights.require(jobs, caller, id);
    if (job.state().ended()) {
      files.remove(caller, id);
    } else {
      jobs.cancel(caller, id);
    }
    return new OperationAnswer(202, "", Map.of(), Content.NONE);
  }

  private OperationAnswer status(Caller caller, String baseUrl, String id) {
    Job job = BulkRights.require(jobs, caller, id);
    return switch (job.state()) {
      case QUEUED, RUNNING -> {
        if (job.cancelRequested()) {
          throw new NotFound("The job was cancelled.");
        }
        String progress = Math.round(job.progress() * 100) + " % " + job.message();
        yield new OperationAnswer(
            202, "", Map.of("X-Progress", progress.strip(), "Retry-After", "1"), Content.NONE);
      }
      case CANCELLED -> throw new NotFound("The job was cancelled.");
      case FAILED -> OperationAnswer.outcome(500, "error", "processing", "" + job.errorDetail());
      case SUCCEEDED -> manifest(baseUrl, id, job, files.of(caller, id));
    };
  }

  private OperationAnswer manifest(String baseUrl, String id, Job job, List<BulkFile> made) {
    ObjectNode result = Json.parse(utf8("" + job.result()));
    if (made.size() < result.path("files").asInt()) {
      throw new NotFound("The files of the job were taken away.");
    }
    ObjectNode manifest =
        Json.object()
            .put("transactionTime", result.path("transaction_time").asText())
            .put("request", result.path("request").asText())
            .put("requiresAccessToken", true);
    for (String purpose : List.of("output", "deleted", "error")) {
      ArrayNode list = manifest.putArray(purpose);
      for (BulkFile file : made) {
        if (file.purpose().equals(purpose)) {
          list.addObject()
              .put("type", file.type())
              .put("url", BulkFileRead.url(baseUrl, id, file.name()))
              .put("count", file.resources());
        }
      }
    }
    manifest.set("extension", result.without(List.of("transaction_time", "request", "files")));
    Instant made_at = job.finishedAt() == null ? Instant.now() : job.finishedAt();
    return new OperationAnswer(
        200,
        "application/json",
        Map.of("Expires", httpDate(made_at.plus(config.keep()))),
        new Content.Bytes(Json.print(manifest)));
  }

  private static String httpDate(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atZone(ZoneOffset.UTC));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
