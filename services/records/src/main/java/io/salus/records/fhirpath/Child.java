package io.salus.records.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the children of one name; may be used by many threads at once. */
final class Child {
  private final Choice plain;

  /** What the name meant last, where it is a choice: most resources of a kind choose the same. */
  private @Nullable Choice last;

  Child(String name) {
    this.plain = Choice.of(name, name.equals("extension") ? "Extension" : null);
  }

  /**
   * A field that the name stands for.
   *
   * @param sibling the field with an underscore, where a primitive keeps its extensions
   */
  private record Choice(String field, String sibling, @Nullable String type) {
    static Choice of(String field, @Nullable String type) {
      return new Choice(field, "_" + field, type);
    }
  }

  /** The children; `value` finds `valueQuantity` too, and then knows the type. */
  List<Item> of(JsonNode parent) {
    if (!parent.isObject()) {
      return List.of();
    }
    var guess = last;
    var found = guess == null ? null : in(parent, guess);
    if (found == null) {
      found = in(parent, plain);
    }
    return found == null ? choice(parent) : found;
  }

  private static @Nullable List<Item> in(JsonNode parent, Choice choice) {
    var child = parent.get(choice.field);
    var element = parent.get(choice.sibling);
    return child == null && element == null ? null : Navigation.items(child, choice.type, element);
  }

  private List<Item> choice(JsonNode parent) {
    for (var fields = parent.fieldNames(); fields.hasNext(); ) {
      var name = fields.next();
      var field = name.startsWith("_") ? name.substring(1) : name;
      var type = Types.ofChoice(plain.field, field);
      if (type != null) {
        var choice = Choice.of(field, type);
        last = choice;
        return Navigation.items(parent.get(field), type, parent.get(choice.sibling));
      }
    }
    return List.of();
  }
}
