package io.salus.records.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceStore;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.Set;

/** Whom an export is about: the members of its Group, the patients it names, or those in both. */
@ApplicationScoped
class ExportPatients {
  private final ResourceStore store;

  ExportPatients(ResourceStore store) {
    this.store = store;
  }

  /** Ids of patients. Throws {@link NotFound} when there is no such Group. */
  Set<String> of(Caller caller, ExportOrder order) {
    if (order.group().isEmpty()) {
      return Set.copyOf(order.patients());
    }
    Set<String> members = new LinkedHashSet<>();
    for (JsonNode member : group(caller, order.group()).path("member")) {
      String reference = member.path("entity").path("reference").asText();
      if (reference.startsWith("Patient/") && !member.path("inactive").asBoolean()) {
        members.add(reference.substring(8).replaceFirst("/.*", ""));
      }
    }
    if (!order.patients().isEmpty()) {
      members.retainAll(order.patients());
    }
    return members;
  }

  /** Throws {@link NotFound} when there is no such Group, and Forbidden for who may not know. */
  void require(Caller caller, ExportOrder order) {
    if (!order.group().isEmpty()) {
      var unused = group(caller, order.group());
    }
  }

  private JsonNode group(Caller caller, String id) {
    caller.requireFhir("Group", 'r');
    return store
        .read(caller, "Group", id)
        .await()
        .indefinitely()
        .filter(version -> !version.deleted())
        .map(version -> Json.parse(version.json()))
        .orElseThrow(() -> new NotFound("There is no such Group."));
  }
}
