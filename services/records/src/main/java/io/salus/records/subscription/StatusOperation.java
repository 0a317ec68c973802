package io.salus.records.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.store.Body;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /fhir/Subscription/id/$status}: how far a subscription has been told. The answer has
 * the form of the R5 backport's subscription status in R4, and parts of its own for what waits and
 * what was given up.
 */
@ApplicationScoped
class StatusOperation implements SubscriptionOperation {
  private static final int SHOWN = 50;

  private final ResourceStore store;
  private final SubscriptionTable table;
  private final DeliveryTable deliveries;
  private final TenantTransactions transactions;

  StatusOperation(
      ResourceStore store,
      SubscriptionTable table,
      DeliveryTable deliveries,
      TenantTransactions transactions) {
    this.store = store;
    this.table = table;
    this.deliveries = deliveries;
    this.transactions = transactions;
  }

  @Override
  public ResourceStore store() {
    return store;
  }

  @Override
  public String name() {
    return "status";
  }

  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public String definition(String type) {
    return "http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/backport-subscription-status";
  }

  @Override
  public OperationAnswer answer(Caller caller, StoredVersion version) {
    ObjectNode resource = Json.parse(version.json());
    return transactions.call(
        caller,
        () -> {
          SubscriptionState state =
              table
                  .state(caller.tenant(), version.id())
                  .orElseThrow(SubscriptionOperation::missing);
          List<Delivery> dead = deliveries.list(caller.tenant(), version.id(), true, SHOWN);
          return OperationAnswer.of(bundle(version.id(), resource, state, dead));
        });
  }

  private static ObjectNode bundle(
      String id, JsonNode resource, SubscriptionState state, List<Delivery> dead) {
    ObjectNode status = Json.object().put("resourceType", "Parameters");
    ArrayNode parts = status.putArray("parameter");
    add(parts, "subscription").putObject("valueReference").put("reference", "Subscription/" + id);
    add(parts, "status").put("valueCode", resource.path("status").asText());
    add(parts, "type").put("valueCode", "query-status");
    add(parts, "events-since-subscription-start")
        .put("valueString", Long.toString(state.delivered() + state.waiting() + state.dead()));
    String error =
        state.lastError() == null ? resource.path("error").textValue() : state.lastError();
    if (error != null) {
      add(parts, "error").putObject("valueCodeableConcept").put("text", error);
    }
    add(parts, "delivered").put("valueDecimal", state.delivered());
    add(parts, "failed").put("valueDecimal", state.failures());
    add(parts, "backlog").put("valueDecimal", state.waiting());
    add(parts, "dead-letters").put("valueDecimal", state.dead());
    time(parts, "last-delivered", state.lastDeliveredAt());
    time(parts, "last-failed", state.lastFailedAt());
    time(parts, "next-try", state.nextAt());
    for (Delivery letter : dead) {
      ArrayNode part = add(parts, "dead-letter").putArray("part");
      add(part, "resource").putObject("valueReference").put("reference", letter.toString());
      add(part, "changed").put("valueInstant", Body.print(letter.at()));
      add(part, "tries").put("valueInteger", letter.attempts());
      add(part, "error").put("valueString", String.valueOf(letter.error()));
    }
    ObjectNode bundle = Json.object().put("resourceType", "Bundle").put("type", "searchset");
    bundle.put("total", 1);
    ObjectNode entry = bundle.putArray("entry").addObject();
    entry.set("resource", status);
    entry.putObject("search").put("mode", "match");
    return bundle;
  }

  private static ObjectNode add(ArrayNode parts, String name) {
    return parts.addObject().put("name", name);
  }

  private static void time(ArrayNode parts, String name, @Nullable OffsetDateTime time) {
    if (time != null) {
      add(parts, name).put("valueInstant", Body.print(time));
    }
  }
}
