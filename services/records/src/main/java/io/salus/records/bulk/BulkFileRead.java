package io.salus.records.bulk;

import io.salus.records.operation.Method;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** {@code $bulk-file?job=&file=}: one file of a job, streamed. */
@ApplicationScoped
class BulkFileRead extends JobQuestion {
  private static final String NAME = "bulk-file";

  private final BulkJobs jobs;
  private final BulkFiles files;

  BulkFileRead(BulkJobs jobs, BulkFiles files) {
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
  public Set<Method> methods() {
    return Set.of(Method.GET);
  }

  @Override
  BulkJobs jobs() {
    return jobs;
  }

  @Override
  OperationAnswer answer(Caller caller, OperationCall call, BulkJobs.Own own) {
    String name = required(call, "file");
    BulkFile file =
        files.of(caller, own.id()).stream()
            .filter(one -> one.name().equals(name) && !one.isInput())
            .findFirst()
            .orElseThrow(() -> new NotFound("There is no such file."));
    own.handler().requireRead(caller, file);
    return OperationAnswer.streamed(
            own.handler().mediaType(file),
            out -> {
              try (InputStream in = files.open(own.id(), file)) {
                in.transferTo(out);
              }
            })
        .with(Map.of("Content-Disposition", "attachment; filename=\"" + file.name() + "\""));
  }
}
