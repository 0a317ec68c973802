package io.salus.records.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.salus.records.fhirpath.Expression;
import io.salus.records.fhirpath.FhirPathException;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException.Unprocessable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the places of what an expression selects. It works on a copy in which no two values are the
 * same object (a JSON reader shares small numbers, true and false), so that a value tells its
 * place.
 */
final class Places {
  private final ObjectNode resource;
  private final IdentityHashMap<JsonNode, Place> places = new IdentityHashMap<>();

  Places(ObjectNode original) {
    resource = copy(original, null);
  }

  /** The copy, which changes at its places change. */
  ObjectNode resource() {
    return resource;
  }

  /** Throws {@link Unprocessable} when the expression makes values of its own. */
  List<Place> of(Expression path, String patch) {
    List<Place> found = new ArrayList<>();
    try {
      for (var item : path.evaluate(resource)) {
        Place place = places.get(item.node());
        if (place == null) {
          throw new Unprocessable("The path selects no element of the resource.", patch);
        }
        found.add(place);
      }
    } catch (FhirPathException e) {
      throw new Unprocessable("The path cannot be followed in this resource.", patch);
    }
    return found;
  }

  private ObjectNode copy(ObjectNode object, @Nullable Place at) {
    ObjectNode copy = Json.object();
    Place here = at == null ? Place.ofResource(copy) : at;
    places.put(copy, here);
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      String key = property.getKey();
      if (property.getValue() instanceof ArrayNode array) {
        ArrayNode list = copy.putArray(key);
        for (int i = 0; i < array.size(); i++) {
          list.add(value(array.get(i), new Place(here, copy, key, i)));
        }
      } else {
        copy.set(key, value(property.getValue(), new Place(here, copy, key, -1)));
      }
    }
    return copy;
  }

  private JsonNode value(JsonNode node, Place place) {
    JsonNode copy =
        switch (node) {
          case ObjectNode object -> copy(object, place);
          case TextNode text -> new TextNode(text.textValue());
          case BooleanNode bool -> new OwnBoolean(bool.booleanValue());
          case IntNode number -> new IntNode(number.intValue());
          case LongNode number -> new LongNode(number.longValue());
          case BigIntegerNode number -> new BigIntegerNode(number.bigIntegerValue());
          case DecimalNode number -> new DecimalNode(number.decimalValue());
          default -> node;
        };
    places.putIfAbsent(copy, place);
    return copy;
  }

  private static final class OwnBoolean extends BooleanNode {
    private static final long serialVersionUID = 1L;

    OwnBoolean(boolean value) {
      super(value);
    }
  }
}
