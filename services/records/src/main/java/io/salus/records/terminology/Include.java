package io.salus.records.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.salus.records.store.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One part of a value set: what all that it says has in common.
 *
 * @param system null when only value sets are named
 * @param concepts codes by name, or empty for those that the filters leave
 * @param filters all of them hold
 * @param valueSets the code is in one of them (R4: the union)
 */
record Include(
    @Nullable Canonical system,
    Map<String, Listed> concepts,
    List<Filter> filters,
    List<Canonical> valueSets) {

  /**
   * A code that a value set lists.
   *
   * @param designations null for none
   */
  record Listed(String code, @Nullable String display, @Nullable JsonNode designations) {}

  /** ValueSet.compose.include.filter. */
  record Filter(String property, String op, String value) {}

  /** The concepts of a system that filters leave. */
  static Include filtered(Canonical system, List<Filter> filters) {
    return new Include(system, Map.of(), filters, List.of());
  }

  static List<Include> list(JsonNode includes) {
    List<Include> list = new ArrayList<>(includes.size());
    includes.forEach(include -> list.add(read(include)));
    return list;
  }

  private static Include read(JsonNode json) {
    String system = json.path("system").asText("");
    Map<String, Listed> concepts = new LinkedHashMap<>();
    for (JsonNode concept : json.path("concept")) {
      Listed listed =
          new Listed(
              concept.path("code").asText(),
              concept.hasNonNull("display") ? concept.get("display").asText() : null,
              concept.get("designation"));
      concepts.putIfAbsent(listed.code(), listed);
    }
    List<Filter> filters = new ArrayList<>();
    for (JsonNode filter : json.path("filter")) {
      filters.add(
          new Filter(
              filter.path("property").asText(),
              filter.path("op").asText(),
              filter.path("value").asText()));
    }
    List<Canonical> valueSets = new ArrayList<>();
    json.path("valueSet").forEach(url -> valueSets.add(Canonical.parse(url.asText())));
    return new Include(
        system.isEmpty() ? null : Canonical.of(system, json.path("version").asText("")),
        concepts,
        filters,
        valueSets);
  }

  /** What somebody else has expanded, for a value set that says nothing else. */
  static List<Include> ofExpansion(JsonNode contains) {
    Map<String, ArrayNode> bySystem = new LinkedHashMap<>();
    collect(contains, bySystem, 0);
    List<Include> list = new ArrayList<>();
    bySystem.forEach(
        (system, concepts) -> {
          var include = Json.object().put("system", system);
          include.set("concept", concepts);
          list.add(read(include));
        });
    return list;
  }

  private static void collect(JsonNode contains, Map<String, ArrayNode> bySystem, int depth) {
    if (depth > 100) {
      throw Refused.tooCostly("An expansion may nest at most 100 levels.");
    }
    for (JsonNode item : contains) {
      if (item.hasNonNull("system")
          && item.hasNonNull("code")
          && !item.path("abstract").asBoolean()) {
        bySystem
            .computeIfAbsent(item.get("system").asText(), system -> Json.object().arrayNode())
            .add(item);
      }
      collect(item.path("contains"), bySystem, depth + 1);
    }
  }
}
