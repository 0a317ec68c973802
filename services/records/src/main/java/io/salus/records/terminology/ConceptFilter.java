package io.salus.records.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Which concepts of a system a filter of a value set leaves. */
final class ConceptFilter {
  private ConceptFilter() {}

  static IntPredicate all(Concepts concepts, List<Include.Filter> filters) {
    IntPredicate all = concept -> true;
    for (Include.Filter filter : filters) {
      all = all.and(of(concepts, filter));
    }
    return all;
  }

  private static IntPredicate of(Concepts concepts, Include.Filter filter) {
    String value = filter.value();
    return switch (filter.op()) {
      case "is-a" -> family(concepts, value, true, true);
      case "descendent-of" -> family(concepts, value, false, true);
      case "is-not-a" -> family(concepts, value, true, true).negate();
      case "generalizes" -> family(concepts, value, true, false);
      case "=" -> concept -> values(concepts, concept, filter.property(), value::equals);
      case "in" -> within(concepts, filter);
      case "not-in" -> within(concepts, filter).negate();
      case "exists" -> {
        boolean wanted = value.equals("true");
        yield concept ->
            values(concepts, concept, filter.property(), any -> !any.isEmpty()) == wanted;
      }
      case "regex" -> {
        BoundedPattern pattern = BoundedPattern.of(value);
        yield concept -> values(concepts, concept, filter.property(), pattern::matches);
      }
      default -> throw new Refused("not-supported", "A filter of the value set is not supported.");
    };
  }

  private static IntPredicate within(Concepts concepts, Include.Filter filter) {
    List<String> wanted = List.of(filter.value().split("\\s*,\\s*"));
    return concept -> values(concepts, concept, filter.property(), wanted::contains);
  }

  private static IntPredicate family(Concepts concepts, String code, boolean self, boolean down) {
    int root = concepts.find(code);
    if (root < 0) {
      return concept -> false;
    }
    BitSet family = down ? concepts.descendants(root) : concepts.ancestors(root);
    family.set(root, self);
    return family::get;
  }

  /** Whether a property of a concept has a value of this kind. */
  private static boolean values(
      Concepts concepts, int concept, String property, Predicate<String> wanted) {
    return switch (property) {
      case "code", "concept" -> wanted.test(concepts.code(concept));
      case "display" -> {
        String display = concepts.display(concept);
        yield display != null && wanted.test(display);
      }
      case "parent" -> anyCode(concepts, concepts.parents(concept), wanted);
      case "child" -> anyCode(concepts, concepts.children(concept), wanted);
      case "inactive" -> wanted.test(String.valueOf(concepts.isInactive(concept)));
      case "notSelectable" -> wanted.test(String.valueOf(concepts.isAbstract(concept)));
      default -> concepts.hasDetails(concept) && anyProperty(concepts, concept, property, wanted);
    };
  }

  private static boolean anyCode(Concepts concepts, int[] of, Predicate<String> wanted) {
    for (int concept : of) {
      if (wanted.test(concepts.code(concept))) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyProperty(
      Concepts concepts, int concept, String name, Predicate<String> wanted) {
    for (JsonNode property : concepts.details(concept).path("property")) {
      if (property.path("code").asText().equals(name) && wanted.test(text(property))) {
        return true;
      }
    }
    return false;
  }

  /** The value of a property, for comparison; of a coding its code. */
  static String text(JsonNode property) {
    for (var field : property.properties()) {
      if (field.getKey().startsWith("value")) {
        JsonNode value = field.getValue();
        return value.isObject() ? value.path("code").asText() : value.asText();
      }
    }
    return "";
  }
}
