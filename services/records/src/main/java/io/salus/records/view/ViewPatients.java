package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceStore;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Who is meant by `patient` and `group`. */
@ApplicationScoped
class ViewPatients {
  private final ResourceStore store;

  ViewPatients(ResourceStore store) {
    this.store = store;
  }

  /**
   * Ids of patients; empty for everybody. Fails with {@link NotFound} when one of them, or a group,
   * is not there or the caller may not know of it.
   */
  Uni<Optional<Set<String>>> of(Caller caller, ViewScope scope) {
    if (scope.ofEverybody()) {
      return Uni.createFrom().item(Optional.empty());
    }
    var reads = new ArrayList<Uni<JsonNode>>();
    for (var patient : scope.patients()) {
      reads.add(read(caller, "Patient", patient));
    }
    for (var group : scope.groups()) {
      reads.add(read(caller, "Group", group));
    }
    return Uni.join().all(reads).andFailFast().map(found -> Optional.of(ids(found)));
  }

  private Uni<JsonNode> read(Caller caller, String type, String id) {
    caller.requireFhir(type, 'r');
    return store
        .read(caller, type, id)
        .map(
            found ->
                found
                    .filter(version -> !version.deleted())
                    .map(version -> (JsonNode) Json.parse(version.json()))
                    .orElseThrow(() -> new NotFound("There is no " + type + " of this id.")));
  }

  private static Set<String> ids(List<JsonNode> found) {
    var ids = new TreeSet<String>();
    for (var resource : found) {
      if (resource.path("resourceType").asText().equals("Patient")) {
        ids.add(resource.path("id").asText());
      }
      for (var member : resource.path("member")) {
        var reference = member.path("entity").path("reference").asText();
        if (reference.startsWith("Patient/") && !member.path("inactive").asBoolean()) {
          ids.add(reference.substring("Patient/".length()));
        }
      }
    }
    return ids;
  }
}
