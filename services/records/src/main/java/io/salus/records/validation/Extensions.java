package io.salus.records.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** An extension has a value or extensions of its own (invariant ext-1). */
final class Extensions {
  private Extensions() {}

  static void check(JsonNode extension, Issues issues) {
    boolean value = false;
    for (Map.Entry<String, JsonNode> field : extension.properties()) {
      String name = field.getKey();
      value |= name.startsWith("value") || name.startsWith("_value");
    }
    if (value == extension.has("extension")) {
      issues.add("invariant", "An extension must have either a value or extensions, not both.");
    }
  }
}
