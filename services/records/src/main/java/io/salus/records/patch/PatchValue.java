package io.salus.records.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.definition.ElementDefinition;
import io.salus.records.definition.R4;
import io.salus.records.definition.TypeDefinition;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException.InvalidInput;
import java.util.Map;

/**
 * A value of a FHIRPath Patch: a value[x], a resource, or parts for an element that is no data type
 * of its own.
 *
 * @param parameter the part of Parameters that holds it
 */
record PatchValue(JsonNode parameter, String place) {

  /** The JSON property of the element that takes this value. */
  String jsonName(ElementDefinition element) {
    if (!element.choice()) {
      return element.name();
    }
    String wanted = element.name() + suffix();
    return element.types().stream()
        .map(element::jsonName)
        .filter(wanted::equals)
        .findFirst()
        .orElseThrow(() -> new InvalidInput("The element takes other types.", place));
  }

  /** The value as JSON, for an element. */
  JsonNode node(ElementDefinition element) {
    JsonNode resource = parameter.get("resource");
    if (resource != null) {
      return resource.deepCopy();
    }
    String key = valueKey();
    if (!key.isEmpty()) {
      return parameter.get(key).deepCopy();
    }
    TypeDefinition type =
        element.types().size() == 1 ? R4.type(element.types().getFirst()).orElse(null) : null;
    if (type == null || !parameter.path("part").isArray()) {
      throw new InvalidInput("The operation needs a value.", place);
    }
    ObjectNode object = Json.object();
    for (JsonNode part : parameter.get("part")) {
      add(object, type, part);
    }
    return object;
  }

  private void add(ObjectNode object, TypeDefinition type, JsonNode part) {
    ElementDefinition element = element(type, part.path("name").asText(), place);
    PatchValue value = new PatchValue(part, place);
    String name = value.jsonName(element);
    if (element.list()) {
      object.withArray("/" + name).add(value.node(element));
    } else {
      object.set(name, value.node(element));
    }
  }

  static ElementDefinition element(TypeDefinition type, String name, String place) {
    return type.element(name)
        .orElseThrow(() -> new InvalidInput("The type has no element of this name.", place));
  }

  private String suffix() {
    String key = valueKey();
    return key.isEmpty() ? "" : key.substring("value".length());
  }

  private String valueKey() {
    for (Map.Entry<String, JsonNode> property : parameter.properties()) {
      if (property.getKey().startsWith("value")) {
        return property.getKey();
      }
    }
    return "";
  }
}
