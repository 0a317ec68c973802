package io.salus.records.feature;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What people call the codes in a patient's record: the displays that stand beside them there. A
 * code that stands in several systems, or has several displays, has none: words on a card must not
 * be a guess.
 */
final class CodeWords {
  private static final int LONGEST = 200;
  private final List<JsonNode> resources;

  CodeWords(List<JsonNode> resources) {
    this.resources = resources;
  }

  /** Words for every value of a row, in its order; empty where there are none. */
  List<String> of(FeatureSet set, List<Reading> row) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      Feature feature = set.features().get(i);
      words.add(
          feature.type() == ValueType.CATEGORY && row.get(i).value() instanceof String code
              ? of(feature.measure().rows().from(), code)
              : "");
    }
    return words;
  }

  private String of(EventView view, String code) {
    Set<String> systems = new HashSet<>();
    Set<String> displays = new HashSet<>();
    for (JsonNode resource : resources) {
      if (!(view instanceof ResourceView one)
          || one.view().resource().equals(resource.path("resourceType").asText())) {
        collect(resource, code, systems, displays);
      }
    }
    return systems.size() == 1 && displays.size() == 1 ? displays.iterator().next() : "";
  }

  private static void collect(
      JsonNode node, String code, Set<String> systems, Set<String> displays) {
    if (node.path("code").isTextual() && node.path("code").textValue().equals(code)) {
      systems.add(node.path("system").asText());
      String display = node.path("display").asText().strip();
      if (!display.isEmpty() && display.length() <= LONGEST) {
        displays.add(display);
      }
    }
    for (JsonNode part : node) {
      if (part.isContainerNode()) {
        collect(part, code, systems, displays);
      }
    }
  }
}
