package io.salus.records.bulk;

import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.id.TimeOrderedId;
import io.salus.service.security.Caller;
import io.salus.service.storage.ObjectStore;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code $import}: NDJSON into the records, as a job. The body is the file itself, one resource a
 * line.
 */
@ApplicationScoped
class Import implements Operation {
  private static final Set<String> NDJSON =
      Set.of("application/fhir+ndjson", "application/ndjson", "application/x-ndjson");

  private final BulkJobs jobs;
  private final ObjectStore objects;

  Import(BulkJobs jobs, ObjectStore objects) {
    this.jobs = jobs;
    this.objects = objects;
  }

  @Override
  public String name() {
    return "import";
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
    return true;
  }

  @Override
  public String definition(String type) {
    return "http://salus.io/fhir/OperationDefinition/import";
  }

  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    BulkJobs.requireMany(caller);
    String type = call.contentType().replaceFirst(";.*", "").trim().toLowerCase(Locale.ROOT);
    if (!NDJSON.contains(type)) {
      throw new InvalidInput("The body is application/fhir+ndjson, one resource a line.");
    }
    return Uni.createFrom()
        .item(
            () -> {
              ImportOrder order = new ImportOrder(call.baseUrl(), List.of(stored(call.body())));
              return jobs.begin(caller, call.baseUrl(), ImportJob.KIND, order.toParams());
            })
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  /** Before the job: it reads the file as often as it must. */
  private ImportOrder.Input stored(byte[] body) {
    try {
      Path draft = objects.draft();
      Files.write(draft, body);
      String key = "imports/" + TimeOrderedId.next() + ".ndjson";
      objects.put(key, draft);
      return new ImportOrder.Input(key, body.length, true);
    } catch (IOException e) {
      throw new UncheckedIOException("an import cannot be stored", e);
    }
  }
}
