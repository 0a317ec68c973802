package io.salus.records.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.definition.Property;
import io.salus.records.definition.R4;
import io.salus.records.definition.TypeDefinition;
import io.salus.service.errors.AppException.Unprocessable;
import org.jspecify.annotations.Nullable;

/**
 * Where an element lies in a resource.
 *
 * @param up the place of the object that holds it; null for the resource itself
 * @param holder that object; the resource itself when there is no place above
 * @param key its JSON property there
 * @param index in the array of that property, or -1 when the property has one value
 */
record Place(@Nullable Place up, ObjectNode holder, String key, int index) {
  static Place ofResource(ObjectNode resource) {
    return new Place(null, resource, "", -1);
  }

  boolean isResource() {
    return key.isEmpty();
  }

  /** The element as an object. Throws {@link Unprocessable} for a primitive. */
  ObjectNode object(String patch) {
    JsonNode node =
        isResource() ? holder : index < 0 ? holder.get(key) : holder.get(key).get(index);
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new Unprocessable("The path is to an element that has no elements.", patch);
  }

  /** The type of the element. */
  TypeDefinition type(String patch) {
    JsonNode node =
        isResource() ? holder : index < 0 ? holder.get(key) : holder.get(key).get(index);
    if (node.path("resourceType").isTextual()) {
      return R4.type(node.get("resourceType").asText()).orElseThrow(() -> unknown(patch));
    }
    return property(patch).type();
  }

  /** What the definition of the holder says of the element. */
  Property property(String patch) {
    Property property = up == null ? null : up.type(patch).property(key);
    if (property == null) {
      throw unknown(patch);
    }
    return property;
  }

  /** Takes the element away, and what is empty then. */
  void remove() {
    if (index < 0) {
      holder.remove(key);
      holder.remove("_" + key);
    } else {
      remove(holder.get(key));
      remove(holder.path("_" + key));
      if (holder.get(key).isEmpty()) {
        holder.remove(key);
        holder.remove("_" + key);
      }
    }
    if (holder.isEmpty() && up != null) {
      up.remove();
    }
  }

  /** Puts a value in its place. */
  void set(String name, JsonNode value) {
    if (index >= 0) {
      ((ArrayNode) holder.get(key)).set(index, value);
      if (holder.path("_" + key) instanceof ArrayNode beside && index < beside.size()) {
        beside.setNull(index);
      }
      return;
    }
    holder.remove("_" + key);
    if (!name.equals(key)) {
      holder.remove(key);
    }
    holder.set(name, value);
  }

  /** Puts a value into its list. */
  void insert(int at, JsonNode value) {
    ((ArrayNode) holder.get(key)).insert(at, value);
    if (holder.path("_" + key) instanceof ArrayNode beside && at < beside.size()) {
      beside.insertNull(at);
    }
  }

  /** Moves a value within its list. */
  void move(int from, int to) {
    ArrayNode list = (ArrayNode) holder.get(key);
    list.insert(to, list.remove(from));
    if (holder.path("_" + key) instanceof ArrayNode beside) {
      while (beside.size() < list.size()) {
        beside.addNull();
      }
      beside.insert(to, beside.remove(from));
    }
  }

  int listSize() {
    return index < 0 ? -1 : holder.get(key).size();
  }

  private void remove(JsonNode list) {
    if (list instanceof ArrayNode array && index < array.size()) {
      array.remove(index);
    }
  }

  private static Unprocessable unknown(String patch) {
    return new Unprocessable("The path is to no element of the resource type.", patch);
  }
}
