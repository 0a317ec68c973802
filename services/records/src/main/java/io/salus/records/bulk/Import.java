package io.salus.records.bulk;

import io.salus.records.operation.Intake;
import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * {@code $import}: NDJSON into the records, as a job. The body is the file itself, one resource a
 * line, of any size: nothing is fetched from addresses that a caller names.
 */
@ApplicationScoped
class Import implements Operation {
  private static final Set<String> NDJSON =
      Set.of("application/fhir+ndjson", "application/ndjson", "application/x-ndjson");

  private final BulkJobs jobs;
  private final BulkFiles files;
  private final BulkConfig config;

  Import(BulkJobs jobs, BulkFiles files, BulkConfig config) {
    this.jobs = jobs;
    this.files = files;
    this.config = config;
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
  public Optional<Intake> intake(Caller caller, OperationCall call) {
    BulkJobs.requireMany(caller);
    String type = call.contentType().replaceFirst(";.*", "").trim().toLowerCase(Locale.ROOT);
    return NDJSON.contains(type)
        ? Optional.of(
            new ImportUpload(
                caller, call.baseUrl(), files, jobs, config.largestImport().asLongValue()))
        : Optional.empty();
  }

  /** Everything that is no NDJSON comes here. */
  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    BulkJobs.requireMany(caller);
    throw new InvalidInput("The body is application/fhir+ndjson, one resource a line.");
  }
}
