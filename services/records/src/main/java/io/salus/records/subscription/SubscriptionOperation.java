package io.salus.records.subscription;

import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.Set;

/** An operation on one Subscription that its caller can see. */
interface SubscriptionOperation extends Operation {
  String TYPE = "Subscription";

  ResourceStore store();

  /** On a thread that may wait. */
  OperationAnswer answer(Caller caller, StoredVersion subscription);

  @Override
  default Set<Level> levels() {
    return Set.of(Level.INSTANCE);
  }

  @Override
  default boolean appliesTo(String type) {
    return type.equals(TYPE);
  }

  @Override
  default Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    caller.requireFhir(TYPE, changes() ? 'u' : 'r');
    call.parameters().requireKnown(Set.of());
    return store()
        .read(caller, TYPE, call.id())
        .map(
            found ->
                found
                    .filter(version -> !version.deleted())
                    .orElseThrow(SubscriptionOperation::missing))
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(version -> answer(caller, version));
  }

  static NotFound missing() {
    return new NotFound("There is no such subscription.");
  }
}
