package io.salus.records.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a reference says about its target without reading it. */
final class References {
  private static final Pattern CONDITIONAL = Pattern.compile("([A-Z][A-Za-z]+)\\?.*");

  private References() {}

  /**
   * Contained resources as they are; of all others a resource with the type and id that the
   * reference names, so that `is` works.
   */
  static List<Item> resolve(Frame frame, List<Item> input) {
    return input.stream()
        .map(item -> target(frame.resource().node(), item))
        .filter(item -> item != null)
        .toList();
  }

  /** The id that the reference points to; nothing when it points to another type than `type`. */
  static List<Item> key(List<Item> input, @Nullable String type) {
    var keys = new ArrayList<Item>(input.size());
    for (var item : input) {
      var literal = LiteralReference.parse(text(item));
      if (literal != null && (type == null || literal.type().equals(type))) {
        keys.add(new Item(TextNode.valueOf(literal.id()), "string"));
      }
    }
    return keys;
  }

  private static @Nullable Item target(JsonNode resource, Item reference) {
    var text = text(reference);
    if (text.startsWith("#")) {
      for (var contained : resource.path("contained")) {
        if (contained.path("id").asText().equals(text.substring(1))) {
          return Item.of(contained);
        }
      }
      return null;
    }
    var literal = LiteralReference.parse(text);
    var stub = JsonNodeFactory.instance.objectNode();
    if (literal != null) {
      return Item.of(stub.put("resourceType", literal.type()).put("id", literal.id()));
    }
    var conditional = CONDITIONAL.matcher(text);
    if (conditional.matches()) {
      return Item.of(stub.put("resourceType", conditional.group(1)));
    }
    var type = reference.node().path("type");
    return type.isTextual() ? Item.of(stub.put("resourceType", type.textValue())) : null;
  }

  private static String text(Item item) {
    var node = item.node();
    return node.isTextual() ? node.textValue() : node.path("reference").asText("");
  }
}
