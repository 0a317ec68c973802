package io.salus.records.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From an element to its children. */
final class Navigation {
  private Navigation() {}

  /** Children of that name; `value` finds `valueQuantity` too, and then knows the type. */
  static Step child(String name) {
    var child = new Child(name);
    return (frame, input) -> {
      if (input.size() == 1) {
        return child.of(input.getFirst().node());
      }
      if (input.isEmpty()) {
        return List.of();
      }
      var result = new ArrayList<Item>();
      for (var item : input) {
        result.addAll(child.of(item.node()));
      }
      return result;
    };
  }

  /** All children of all names. */
  static List<Item> children(List<Item> input) {
    var result = new ArrayList<Item>();
    for (var item : input) {
      for (var field : item.node().properties()) {
        if (!field.getKey().startsWith("_") && !field.getKey().equals("resourceType")) {
          append(result, field.getValue(), null, item.node().get("_" + field.getKey()));
        }
      }
    }
    return result;
  }

  /**
   * The parts of the extension's parent with that url: extensions of complex elements and of
   * primitives.
   */
  static List<Item> extensions(List<Item> input, String url) {
    var result = new ArrayList<Item>();
    for (var item : input) {
      JsonNode holder = item.element() == null ? item.node() : item.element();
      for (var extension : holder.path("extension")) {
        if (extension.path("url").asText().equals(url)) {
          result.add(new Item(extension, "Extension"));
        }
      }
    }
    return result;
  }

  static List<Item> items(
      @Nullable JsonNode child, @Nullable String type, @Nullable JsonNode element) {
    if (child != null && !child.isArray() && !child.isNull()) {
      return List.of(item(child, type, element));
    }
    if (child != null && child.size() == 1 && element == null) {
      var only = child.get(0);
      if (!only.isNull() && !only.isArray()) {
        return List.of(item(only, type, null));
      }
    }
    var result = new ArrayList<Item>();
    append(result, child, type, element);
    return result;
  }

  private static void append(
      List<Item> result,
      @Nullable JsonNode child,
      @Nullable String type,
      @Nullable JsonNode element) {
    if ((child != null && child.isArray()) || (element != null && element.isArray())) {
      int size = Math.max(child == null ? 0 : child.size(), element == null ? 0 : element.size());
      for (int i = 0; i < size; i++) {
        append(
            result,
            child == null ? null : child.get(i),
            type,
            element == null ? null : element.get(i));
      }
    } else if (child != null && !child.isNull()) {
      result.add(item(child, type, element));
    } else if (element != null && element.isObject()) {
      result.add(Item.withoutValue(type, element));
    }
  }

  private static Item item(JsonNode node, @Nullable String type, @Nullable JsonNode element) {
    var resource = type == null && node.isObject() ? node.get("resourceType") : null;
    var known = resource == null ? type : resource.asText();
    return new Item(node, known, element == null || element.isNull() ? null : element);
  }
}
