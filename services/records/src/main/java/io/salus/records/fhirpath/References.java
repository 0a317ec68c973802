package io.salus.records.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a reference says about its target without reading it. */
final class References {
  private static final Pattern LITERAL =
      Pattern.compile(
          "(?:^|.*/)([A-Z][A-Za-z]+)/([A-Za-z0-9.\\-]{1,64})(?:/_history/[A-Za-z0-9.\\-]{1,64})?$");
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
    return input.stream()
        .flatMap(item -> LITERAL.matcher(text(item)).results())
        .filter(match -> type == null || match.group(1).equals(type))
        .flatMap(match -> Values.of(match.group(2)).stream())
        .toList();
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
    var literal = LITERAL.matcher(text);
    var stub = JsonNodeFactory.instance.objectNode();
    if (literal.matches()) {
      return Item.of(stub.put("resourceType", literal.group(1)).put("id", literal.group(2)));
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
