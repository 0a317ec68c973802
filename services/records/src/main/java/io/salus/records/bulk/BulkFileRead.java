package io.salus.records.bulk;

import io.salus.jobs.Jobs;
import io.salus.records.definition.R4;
import io.salus.records.operation.Level;
import io.salus.records.operation.Method;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.operation.Parameters;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** {@code $bulk-file?job=&file=}: one file of a job, streamed, for who asked for the job. */
@ApplicationScoped
class BulkFileRead implements Operation {
  private static final String NAME = "bulk-file";

  private final Jobs jobs;
  private final BulkFiles files;

  BulkFileRead(Jobs jobs, BulkFiles files) {
    this.jobs = jobs;
    this.files = files;
  }

  static String url(String baseUrl, String job, String file) {
    return baseUrl
        + "/$"
        + NAME
        + "?job="
        + job
        + "&file="
        + URLEncoder.encode(file, StandardCharsets.UTF_8);
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
    return Set.of(Method.GET);
  }

  @Override
  public String definition(String type) {
    return "http://salus.io/fhir/OperationDefinition/" + NAME;
  }

  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    Parameters parameters = call.parameters();
    String job = required(parameters, "job");
    String name = required(parameters, "file");
    return Uni.createFrom()
        .item(() -> open(caller, job, name))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  private OperationAnswer open(Caller caller, String job, String name) {
    BulkRights.require(jobs, caller, job);
    BulkFile file =
        files.of(caller, job).stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new NotFound("There is no such file."));
    if (file.purpose().equals("output") && R4.isResourceType(file.type())) {
      caller.requireFhir(file.type(), 'r');
    }
    return OperationAnswer.streamed(
        "application/fhir+ndjson",
        out -> {
          try (InputStream in = files.open(job, file)) {
            in.transferTo(out);
          }
        });
  }

  private static String required(Parameters parameters, String name) {
    return parameters
        .text(name)
        .orElseThrow(() -> new InvalidInput("The parameter is needed.", name));
  }
}
