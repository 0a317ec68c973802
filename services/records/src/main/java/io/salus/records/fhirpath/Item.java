package io.salus.records.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/**
 * One member of a FHIRPath collection.
 *
 * @param node the JSON value; missing for a primitive that has extensions and no value
 * @param type FHIR type where it is known: of resources, of literals and of choice elements, so
 *     that `Observation.value` tells `Quantity` from `dateTime`; null for all other elements,
 *     because plain JSON does not say it
 * @param element the `_name` sibling of a primitive, with its id and extensions
 */
public record Item(JsonNode node, @Nullable String type, @Nullable JsonNode element) {

  /** A value with a type. */
  public Item(JsonNode node, @Nullable String type) {
    this(node, type, null);
  }

  /** A resource, or an element whose type is unknown. */
  public static Item of(JsonNode node) {
    var resourceType = node.get("resourceType");
    return new Item(node, resourceType == null ? null : resourceType.asText());
  }

  static Item withoutValue(@Nullable String type, JsonNode element) {
    return new Item(MissingNode.getInstance(), type, element);
  }

  /** False for a primitive that has extensions only. */
  public boolean hasValue() {
    return !node.isMissingNode() && !node.isNull();
  }

  /** Whether the item is of this FHIR or System type, or of a type derived from it. */
  public boolean is(String typeName) {
    return Types.matches(this, Types.normalise(typeName));
  }
}
