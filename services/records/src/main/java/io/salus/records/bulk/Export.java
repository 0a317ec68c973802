package io.salus.records.bulk;

import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/**
 * {@code $export} of everything, of all patients and of a Group, <a
 * href="https://hl7.org/fhir/uv/bulkdata/export.html">Bulk Data Access 2.0</a>: begins a job.
 */
@ApplicationScoped
class Export implements Operation {
  private final BulkJobs jobs;
  private final ExportPatients patients;

  Export(BulkJobs jobs, ExportPatients patients) {
    this.jobs = jobs;
    this.patients = patients;
  }

  @Override
  public String name() {
    return "export";
  }

  @Override
  public Set<Level> levels() {
    return Set.of(Level.SYSTEM, Level.TYPE, Level.INSTANCE);
  }

  @Override
  public boolean appliesTo(String type) {
    return type.equals("Patient") || type.equals("Group");
  }

  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public String definition(String type) {
    return "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/"
        + (type.isEmpty() ? "" : type.toLowerCase(java.util.Locale.ROOT) + "-")
        + "export";
  }

  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    BulkJobs.requireMany(caller);
    if (call.level() != Level.SYSTEM
        && call.type().equals("Group") != (call.level() == Level.INSTANCE)) {
      throw new io.salus.service.errors.AppException.InvalidInput(
          "Export Patient/$export, Group/[id]/$export or $export.");
    }
    ExportOrder order = ExportOrder.of(caller, call);
    return Uni.createFrom()
        .item(
            () -> {
              patients.require(caller, order);
              return jobs.begin(caller, ExportJob.KIND, order.toParams());
            })
        .map(job -> BulkJobs.accepted(call.baseUrl(), job))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }
}
