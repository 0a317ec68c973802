package io.salus.records.bulk;

import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.Set;

/** An operation about one job, which its parameter {@code job} names; for who asked for the job. */
abstract class JobQuestion implements Operation {
  abstract BulkJobs jobs();

  /** Blocks. */
  abstract OperationAnswer answer(Caller caller, OperationCall call, BulkJobs.Own own);

  static String required(OperationCall call, String name) {
    return call.parameters()
        .text(name)
        .orElseThrow(() -> new InvalidInput("The parameter is needed.", name));
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
  public String definition(String type) {
    return "http://salus.io/fhir/OperationDefinition/" + name();
  }

  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    String job = required(call, "job");
    return Uni.createFrom()
        .item(() -> answer(caller, call, jobs().require(caller, job)))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }
}
