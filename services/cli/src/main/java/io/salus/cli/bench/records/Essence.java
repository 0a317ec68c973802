package io.salus.cli.bench.records;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Resources as texts that are the same at every server: without id, meta and narrative, which each
 * server makes for itself, and with references by what they mean.
 */
record Essence(People people) {
  private static final Set<String> OF_THE_SERVER = Set.of("id", "meta", "text");

  /** Several resources in an order that does not depend on the server. */
  List<String> of(List<JsonNode> resources) {
    var texts = new ArrayList<String>();
    resources.forEach(resource -> texts.add(of(resource)));
    Collections.sort(texts);
    return texts;
  }

  String of(JsonNode resource) {
    return print(resource, OF_THE_SERVER);
  }

  private String print(JsonNode node, Set<String> left) {
    if (node.isObject()) {
      var text = new StringBuilder("{");
      var names = new TreeSet<String>();
      node.fieldNames().forEachRemaining(names::add);
      names.removeAll(left);
      for (String name : names) {
        JsonNode value = node.path(name);
        String printed =
            name.equals("reference") && value.isTextual()
                ? people.meaning(value.asText())
                : print(value, Set.of());
        text.append(name).append('=').append(printed).append(';');
      }
      return text.append('}').toString();
    }
    if (node.isArray()) {
      var text = new StringBuilder("[");
      node.forEach(element -> text.append(print(element, Set.of())).append(','));
      return text.append(']').toString();
    }
    return node.asText();
  }
}
