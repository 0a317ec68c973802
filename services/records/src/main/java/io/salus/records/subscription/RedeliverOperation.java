package io.salus.records.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.service.errors.AppException.Conflict;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/**
 * {@code POST /fhir/Subscription/id/$redeliver}: what was given up is told again, each in its
 * place, and a subscription in error is active again. Nothing is told that was told before.
 */
@ApplicationScoped
class RedeliverOperation implements Operation {
  private final ResourceStore store;
  private final SubscriptionTable table;
  private final DeliveryTable deliveries;
  private final TenantTransactions transactions;
  private final StatusWriter status;

  RedeliverOperation(
      ResourceStore store,
      SubscriptionTable table,
      DeliveryTable deliveries,
      TenantTransactions transactions,
      StatusWriter status) {
    this.store = store;
    this.table = table;
    this.deliveries = deliveries;
    this.transactions = transactions;
    this.status = status;
  }

  @Override
  public String name() {
    return "redeliver";
  }

  @Override
  public Set<Level> levels() {
    return Set.of(Level.INSTANCE);
  }

  @Override
  public boolean appliesTo(String type) {
    return type.equals("Subscription");
  }

  @Override
  public boolean changes() {
    return true;
  }

  @Override
  public String definition(String type) {
    return "https://salus.io/fhir/OperationDefinition/Subscription-redeliver";
  }

  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    caller.requireFhir("Subscription", 'u');
    call.parameters().requireKnown(Set.of());
    return store
        .read(caller, "Subscription", call.id())
        .map(
            found ->
                found
                    .filter(version -> !version.deleted())
                    .orElseThrow(() -> new NotFound("There is no such subscription.")))
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(version -> again(caller, version));
  }

  private OperationAnswer again(Caller caller, StoredVersion version) {
    String present = Json.parse(version.json()).path("status").asText();
    if (present.equals("off")) {
      throw new Conflict("The subscription is off; write it with the status requested first.");
    }
    int revived =
        transactions.call(
            caller,
            () -> {
              int count = deliveries.revive(caller.tenant(), version.id());
              table.wake(caller.tenant(), List.of(version.id()));
              return count;
            });
    if (present.equals("error")) {
      status.set(caller.tenant(), version.id(), version.version(), "active", null);
    }
    ObjectNode answer = Json.object().put("resourceType", "Parameters");
    answer
        .putArray("parameter")
        .addObject()
        .put("name", "redelivered")
        .put("valueInteger", revived);
    return OperationAnswer.of(answer);
  }
}
