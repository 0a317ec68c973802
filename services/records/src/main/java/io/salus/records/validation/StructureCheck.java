package io.salus.records.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.definition.ElementDefinition;
import io.salus.records.definition.Property;
import io.salus.records.definition.R4;
import io.salus.records.definition.TypeDefinition;
import io.salus.records.definition.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Walks a resource along its definition. */
final class StructureCheck {
  private static final String RESOURCE_TYPE = "resourceType";

  private final Issues issues;
  private final Place place;

  StructureCheck(Issues issues) {
    this.issues = issues;
    this.place = issues.place();
  }

  void resource(JsonNode node) {
    if (!node.isObject()) {
      issues.add("structure", "A resource must be a JSON object.");
      return;
    }
    JsonNode name = node.path(RESOURCE_TYPE);
    if (!name.isTextual()) {
      issues.add("structure", RESOURCE_TYPE, "A resource must name its resourceType.");
    } else if (!R4.isResourceType(name.textValue())) {
      issues.add("not-supported", RESOURCE_TYPE, "This is not a resource type of FHIR R4.");
    } else {
      R4.type(name.textValue()).ifPresent(type -> object(node, type));
    }
  }

  private void object(JsonNode node, TypeDefinition type) {
    if (!node.isObject()) {
      issues.add("structure", "The value must be a JSON object.");
      return;
    }
    if (node.isEmpty()) {
      issues.add("structure", "An object must have at least one element.");
      return;
    }
    List<Property> choices = null;
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (issues.isFull()) {
        return;
      }
      String key = field.getKey();
      if (type.kind() == TypeKind.RESOURCE && key.equals(RESOURCE_TYPE)) {
        continue;
      }
      boolean companion = key.startsWith("_");
      Property property = type.property(companion ? key.substring(1) : key);
      if (property == null || (companion && property.type().kind() != TypeKind.PRIMITIVE)) {
        unknown(key);
        continue;
      }
      if (property.element().choice()) {
        choices = choose(property, choices);
      }
      element(node, property, field.getValue(), companion);
    }
    mandatory(node, type);
    if (type.name().equals("Extension")) {
      Extensions.check(node, issues);
    }
  }

  private void unknown(String key) {
    if (PlainNames.isPlain(key)) {
      issues.add("structure", key, "This element does not exist here.");
    } else {
      issues.add("structure", "There is an element here that does not exist.");
    }
  }

  private List<Property> choose(Property property, @Nullable List<Property> chosen) {
    List<Property> all = chosen == null ? new ArrayList<>(2) : chosen;
    for (Property other : all) {
      if (other.element().name().equals(property.element().name())
          && !other.type().name().equals(property.type().name())) {
        issues.add(
            "structure", property.element().name(), "Only one type of this element may be given.");
      }
    }
    all.add(property);
    return all;
  }

  private void mandatory(JsonNode node, TypeDefinition type) {
    for (ElementDefinition element : type.mandatory()) {
      boolean there = false;
      for (int i = 0; i < element.types().size() && !there; i++) {
        String name = element.jsonName(element.types().get(i));
        there = node.has(name) || node.has("_" + name);
      }
      if (!there) {
        issues.add("required", element.name(), "This element is required.");
      }
    }
  }

  private void element(JsonNode parent, Property property, JsonNode value, boolean companion) {
    if (place.isDeepest()) {
      issues.add("too-costly", "Resources may nest at most " + Place.DEEPEST + " levels.");
      return;
    }
    place.enter(property.element().name());
    if (!property.element().list()) {
      if (value.isArray()) {
        issues.add("structure", "This element has one value, so it must not be an array.");
      } else {
        value(property, value, companion);
      }
    } else if (!value.isArray()) {
      issues.add("structure", "This element can have several values, so it must be an array.");
    } else if (value.isEmpty()) {
      issues.add("structure", "An array must not be empty.");
    } else {
      items(parent, property, value, companion);
    }
    place.leave();
  }

  private void items(JsonNode parent, Property property, JsonNode items, boolean companion) {
    boolean primitive = property.type().kind() == TypeKind.PRIMITIVE;
    for (int i = 0; i < items.size() && !issues.isFull(); i++) {
      place.item(i);
      JsonNode item = items.get(i);
      if (primitive && item.isNull()) {
        String name = property.element().jsonName(property.type().name());
        JsonNode other = parent.path(companion ? name : "_" + name).path(i);
        if (other.isMissingNode() || other.isNull()) {
          issues.add("structure", "A null must have a value or an extension at the same place.");
        }
      } else {
        value(property, item, companion);
      }
    }
  }

  private void value(Property property, JsonNode value, boolean companion) {
    TypeDefinition type = property.type();
    if (companion) {
      object(value, type);
      return;
    }
    switch (type.kind()) {
      case PRIMITIVE -> primitive(property, value);
      case ANY_RESOURCE -> nested(property, value);
      case COMPLEX, RESOURCE -> {
        object(value, type);
        if (property.codes() != null) {
          RequiredCodes.checkConcept(value, property.codes(), issues);
        }
      }
    }
  }

  private void primitive(Property property, JsonNode value) {
    String problem = Primitives.problem(property.type().name(), value);
    if (problem == null && property.element().name().equals("reference")) {
      problem = Primitives.problem("uri", value);
    }
    if (problem != null) {
      issues.add(value.isValueNode() ? "value" : "structure", problem);
    } else if (property.codes() != null) {
      RequiredCodes.check(value.textValue(), property.codes(), issues);
    }
  }

  private void nested(Property property, JsonNode value) {
    resource(value);
    if (property.element().name().equals("contained") && value.has("contained")) {
      issues.add(
          "structure", "contained", "A contained resource must not contain another resource.");
    }
  }
}
