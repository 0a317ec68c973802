package io.salus.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * Resources as texts that are the same at every server: without id, meta and narrative, which each
 * server makes for itself, and with references by what they mean.
 */
record Essence(People people) {

  /** Several resources in an order that does not depend on the server. */
  List<String> of(List<JsonNode> resources) {
    var texts = new ArrayList<String>();
    resources.forEach(resource -> texts.add(of(resource)));
    Collections.sort(texts);
    return texts;
  }

  String of(JsonNode resource) {
    if (resource instanceof ObjectNode object) {
      ObjectNode kept = object.deepCopy();
      kept.remove(List.of("id", "meta", "text"));
      return print(kept);
    }
    return print(resource);
  }

  private String print(JsonNode node) {
    if (node.isObject()) {
      var text = new StringBuilder("{");
      var names = new TreeSet<String>();
      node.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        JsonNode value = node.path(name);
        String printed =
            name.equals("reference") && value.isTextual()
                ? people.meaning(value.asText())
                : print(value);
        text.append(name).append('=').append(printed).append(';');
      }
      return text.append('}').toString();
    }
    if (node.isArray()) {
      var text = new StringBuilder("[");
      node.forEach(element -> text.append(print(element)).append(','));
      return text.append(']').toString();
    }
    return node.asText();
  }
}
