package io.salus.records.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceStore;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Somebody who subscribes, and writes what subscriptions tell of. */
@ApplicationScoped
class Writer {
  private final ResourceWrites writes;
  private final ResourceStore store;
  private final SubscriptionTable table;
  private final TenantTransactions transactions;

  Writer(
      ResourceWrites writes,
      ResourceStore store,
      SubscriptionTable table,
      TenantTransactions transactions) {
    this.writes = writes;
    this.store = store;
    this.table = table;
    this.transactions = transactions;
  }

  static Caller clinic(String tenant) {
    return new Caller(tenant, "clinic", Set.of("system/*.cruds"), null, null);
  }

  static ObjectNode patient(String id, String gender) {
    return Json.object().put("resourceType", "Patient").put("id", id).put("gender", gender);
  }

  static ObjectNode observation(String id, String patient) {
    ObjectNode observation =
        Json.object().put("resourceType", "Observation").put("id", id).put("status", "final");
    observation.putObject("code").putArray("coding").addObject().put("code", "1-1");
    observation.putObject("subject").put("reference", "Patient/" + patient);
    return observation;
  }

  String subscribe(Caller caller, String criteria, String endpoint, boolean payload) {
    ObjectNode subscription =
        Json.object()
            .put("resourceType", "Subscription")
            .put("status", "requested")
            .put("reason", "test")
            .put("criteria", criteria);
    ObjectNode channel = subscription.putObject("channel");
    channel.put("type", "rest-hook").put("endpoint", endpoint);
    channel.putArray("header").add("Authorization: Bearer secret");
    if (payload) {
      channel.put("payload", "application/fhir+json");
    }
    return writes
        .create(caller, "Subscription", Json.print(subscription), "")
        .await()
        .indefinitely()
        .version()
        .id();
  }

  void put(Caller caller, ObjectNode resource) {
    writes
        .update(
            caller,
            resource.path("resourceType").asText(),
            resource.path("id").asText(),
            Json.print(resource),
            0)
        .await()
        .indefinitely();
  }

  ObjectNode read(Caller caller, String id) {
    return Json.parse(
        store.read(caller, "Subscription", id).await().indefinitely().orElseThrow().json());
  }

  String status(Caller caller, String id) {
    return read(caller, id).path("status").asText();
  }

  SubscriptionState state(Caller caller, String id) {
    return transactions.call(caller, () -> table.state(caller.tenant(), id).orElseThrow());
  }
}
