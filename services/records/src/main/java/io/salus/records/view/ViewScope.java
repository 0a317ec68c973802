package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.fhirpath.Temporal;
import io.salus.records.index.Indexer;
import io.salus.records.operation.Parameters;
import io.salus.records.store.ResourceId;
import io.salus.service.errors.AppException.InvalidInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of the resources that a view is to look at.
 *
 * @param patients ids of the patients whose compartments are wanted; with `groups` empty,
 *     everybody's
 * @param groups ids of Groups whose members are wanted
 * @param since what was last updated up to then is left out; null for nothing
 */
record ViewScope(List<String> patients, List<String> groups, @Nullable Instant since) {
  static ViewScope of(Parameters given) {
    return new ViewScope(
        ids(given, "patient", "Patient"), ids(given, "group", "Group"), ViewRequest.since(given));
  }

  boolean ofEverybody() {
    return patients.isEmpty() && groups.isEmpty();
  }

  /**
   * Whether a resource that came along is in it.
   *
   * @param wanted ids of patients, or null for everybody
   */
  boolean holds(JsonNode resource, @Nullable Collection<String> wanted) {
    if (wanted != null && Indexer.index(resource).patients().stream().noneMatch(wanted::contains)) {
      return false;
    }
    var updated = Temporal.parse(resource.path("meta").path("lastUpdated").asText());
    return since == null || updated == null || updated.low().isAfter(since);
  }

  private static List<String> ids(Parameters given, String name, String type) {
    var ids = new ArrayList<String>();
    for (var reference : given.texts(name)) {
      var id = reference.substring(reference.lastIndexOf('/') + 1);
      boolean ofType = id.equals(reference) || reference.matches("(.*/)?" + type + "/[^/]+");
      if (!ofType || !ResourceId.isId(id)) {
        throw new InvalidInput("The parameter is a reference to a " + type + ".", name);
      }
      ids.add(id);
    }
    return List.copyOf(ids);
  }
}
