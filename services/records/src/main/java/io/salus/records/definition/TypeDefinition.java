package io.salus.records.definition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A resource type, data type or backbone element with its elements in the order of the standard.
 */
public final class TypeDefinition {
  private final String name;
  private final TypeKind kind;
  private final List<ElementDefinition> elements;
  private final List<ElementDefinition> mandatory;
  private final Map<String, Property> properties = new HashMap<>();

  TypeDefinition(String name, TypeKind kind, List<ElementDefinition> elements) {
    this.name = name;
    this.kind = kind;
    this.elements = List.copyOf(elements);
    this.mandatory = elements.stream().filter(element -> element.min() > 0).toList();
  }

  /** Types refer to each other in circles, so the properties come after all types are known. */
  void link(Map<String, TypeDefinition> types, Map<String, CodeSet> codeSets) {
    for (ElementDefinition element : elements) {
      for (String typeName : element.types()) {
        TypeDefinition type = types.get(typeName);
        if (type == null) {
          throw new IllegalStateException(
              "Element %s of %s has no known type".formatted(element.name(), name));
        }
        CodeSet codes = element.valueSet() == null ? null : codeSets.get(element.valueSet());
        properties.put(element.jsonName(typeName), new Property(element, type, codes));
      }
    }
  }

  public String name() {
    return name;
  }

  public TypeKind kind() {
    return kind;
  }

  public List<ElementDefinition> elements() {
    return elements;
  }

  /** The elements that need at least one value. */
  public List<ElementDefinition> mandatory() {
    return mandatory;
  }

  /** The element with this name; a choice is found by its name without the type. */
  public Optional<ElementDefinition> element(String elementName) {
    return elements.stream().filter(element -> element.name().equals(elementName)).findFirst();
  }

  /** What this JSON property holds, or null when the type has none of this name. */
  public @Nullable Property property(String jsonName) {
    return properties.get(jsonName);
  }

  @Override
  public String toString() {
    return name;
  }
}
