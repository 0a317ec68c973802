package io.salus.records.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Json;
import java.util.List;

/**
 * A value set's definition.
 *
 * @param head url, version, name, title and status, as an expansion repeats them
 * @param withInactive whether codes that are no longer in use belong to it
 * @param weight bytes of heap, about
 */
record ValueSet(
    ObjectNode head,
    List<Include> include,
    List<Include> exclude,
    boolean withInactive,
    long weight) {
  private static final List<String> HEAD =
      List.of("url", "version", "name", "title", "status", "experimental", "date");

  static ValueSet read(byte[] json) {
    return read(Json.parse(json), json.length);
  }

  /**
   * @param size bytes of its JSON
   */
  static ValueSet read(JsonNode json, int size) {
    ObjectNode head = Json.object();
    for (String name : HEAD) {
      if (json.has(name)) {
        head.set(name, json.get(name));
      }
    }
    JsonNode compose = json.path("compose");
    List<Include> include =
        compose.isMissingNode()
            ? Include.ofExpansion(json.path("expansion").path("contains"))
            : Include.list(compose.path("include"));
    return new ValueSet(
        head,
        include,
        Include.list(compose.path("exclude")),
        compose.path("inactive").asBoolean(true),
        1000L + size * 4L);
  }

  /** Every code of a system. */
  static ValueSet ofSystem(String url, Include include) {
    ObjectNode head = Json.object().put("url", url).put("status", "active");
    return new ValueSet(head, List.of(include), List.of(), true, 1000);
  }
}
