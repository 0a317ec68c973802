package io.salus.records.meta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException.TooCostly;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The profiles, tags and labels of many metas, each once, in the order of their text. */
final class MetaUnion {
  private static final int MOST = 10_000;

  private final Map<String, JsonNode> profiles = new TreeMap<>();
  private final Map<String, JsonNode> tags = new TreeMap<>();
  private final Map<String, JsonNode> labels = new TreeMap<>();

  /** Throws {@link TooCostly} when there are too many to be one answer. */
  void add(JsonNode meta) {
    meta.path("profile").forEach(profile -> profiles.putIfAbsent(profile.asText(), profile));
    meta.path("tag").forEach(tag -> tags.putIfAbsent(key(tag), tag));
    meta.path("security").forEach(label -> labels.putIfAbsent(key(label), label));
    if (profiles.size() + tags.size() + labels.size() > MOST) {
      throw new TooCostly("There are more than " + MOST + " profiles, tags and labels.");
    }
  }

  ObjectNode meta() {
    ObjectNode meta = Json.object();
    for (var list :
        List.of(
            Map.entry("profile", profiles),
            Map.entry("security", labels),
            Map.entry("tag", tags))) {
      if (!list.getValue().isEmpty()) {
        ArrayNode all = meta.putArray(list.getKey());
        list.getValue().values().forEach(all::add);
      }
    }
    return meta;
  }

  /** Codings are the same when system and code are. */
  private static String key(JsonNode coding) {
    return coding.path("system").asText() + "|" + coding.path("code").asText();
  }
}
