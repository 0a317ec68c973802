package io.salus.records.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.definition.Property;
import io.salus.records.definition.R4;
import io.salus.records.definition.TypeDefinition;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException.InvalidInput;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of a resource that a client asks for, {@code _summary} and {@code _elements}. What comes
 * out is tagged SUBSETTED, so that nobody stores it over the whole.
 *
 * @param elements names of {@code _elements}, with or without their type; empty for no choice
 */
record Shape(Part part, Set<String> elements) {
  private enum Part {
    ALL,
    SUMMARY,
    TEXT,
    DATA,
    ELEMENTS
  }

  private static final Set<String> ALWAYS = Set.of("resourceType", "id", "meta", "implicitRules");

  /** What the query asks for; null for the whole. Throws {@link InvalidInput}. */
  static @Nullable Shape of(String query) {
    if (!query.contains("_summary") && !query.contains("_elements")) {
      return null;
    }
    Part part = Part.ALL;
    Set<String> elements = new HashSet<>();
    for (String pair : query.split("&")) {
      if (pair.startsWith("_summary=")) {
        part = part(pair.substring("_summary=".length()));
      } else if (pair.startsWith("_elements=")) {
        elements.addAll(names(pair.substring("_elements=".length())));
      }
    }
    if (part == Part.ALL && !elements.isEmpty()) {
      part = Part.ELEMENTS;
    }
    return part == Part.ALL ? null : new Shape(part, elements);
  }

  private static Part part(String value) {
    return switch (value) {
      case "true" -> Part.SUMMARY;
      case "text" -> Part.TEXT;
      case "data" -> Part.DATA;
      case "false", "count" -> Part.ALL; // a count has no resources
      default ->
          throw new InvalidInput("_summary is true, text, data, count or false.", "_summary");
    };
  }

  private static Set<String> names(String value) {
    try {
      Set<String> names = new HashSet<>();
      for (String name : URLDecoder.decode(value, StandardCharsets.UTF_8).split(",")) {
        if (!name.matches("[A-Za-z]{1,64}(\\.[A-Za-z]{1,64})?")) {
          throw new InvalidInput("_elements names top elements.", "_elements");
        }
        names.add(name);
      }
      return names;
    } catch (IllegalArgumentException e) {
      throw new InvalidInput("_elements is not percent-encoded correctly.", "_elements");
    }
  }

  /** That part of a resource. */
  ObjectNode of(ObjectNode resource) {
    String name = resource.path("resourceType").asText();
    TypeDefinition type = R4.type(name).orElse(null);
    if (type == null || name.equals("OperationOutcome")) {
      return resource;
    }
    ObjectNode part = Json.object();
    for (Map.Entry<String, JsonNode> property : resource.properties()) {
      String key = property.getKey();
      String plain = key.startsWith("_") ? key.substring(1) : key;
      Property known = type.property(plain);
      if (ALWAYS.contains(plain)) {
        part.set(key, property.getValue());
      } else if (known != null && keeps(name, known)) {
        JsonNode value =
            this.part == Part.SUMMARY
                ? summary(property.getValue(), known.type())
                : property.getValue();
        if (!value.isContainerNode() || !value.isEmpty()) {
          part.set(key, value);
        }
      }
    }
    tag(part);
    return part;
  }

  private boolean keeps(String type, Property property) {
    String name = property.element().name();
    boolean mandatory = property.element().min() > 0;
    return switch (part) {
      case ALL -> true;
      case SUMMARY -> property.element().summary();
      case TEXT -> mandatory || name.equals("text");
      case DATA -> !name.equals("text");
      case ELEMENTS ->
          mandatory
              || name.equals("modifierExtension")
              || elements.contains(name)
              || elements.contains(type + "." + name);
    };
  }

  /** Elements of elements are in the summary, too, or not. */
  private static JsonNode summary(JsonNode value, TypeDefinition type) {
    switch (value) {
      case ArrayNode array -> {
        ArrayNode kept = Json.object().arrayNode();
        array.forEach(one -> kept.add(summary(one, type)));
        return kept;
      }
      case ObjectNode object -> {
        ObjectNode kept = Json.object();
        for (Map.Entry<String, JsonNode> property : object.properties()) {
          Property known = type.property(property.getKey());
          if (known != null && known.element().summary()) {
            kept.set(property.getKey(), summary(property.getValue(), known.type()));
          }
        }
        return kept.isEmpty() ? object : kept;
      }
      default -> {
        return value;
      }
    }
  }

  private static void tag(ObjectNode resource) {
    ObjectNode meta = resource.withObject("/meta").deepCopy();
    meta.withArray("/tag")
        .addObject()
        .put("system", "http://terminology.hl7.org/CodeSystem/v3-ObservationValue")
        .put("code", "SUBSETTED")
        .put("display", "subsetted");
    resource.set("meta", meta);
  }
}
