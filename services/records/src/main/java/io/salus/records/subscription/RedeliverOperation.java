package io.salus.records.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.service.errors.AppException.Conflict;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * {@code POST /fhir/Subscription/id/$redeliver}: what was given up is told again, each in its
 * place, and a subscription in error is active again. Nothing is told that was told before.
 */
@ApplicationScoped
class RedeliverOperation implements SubscriptionOperation {
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
  public ResourceStore store() {
    return store;
  }

  @Override
  public String name() {
    return "redeliver";
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
  public OperationAnswer answer(Caller caller, StoredVersion version) {
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
