package io.salus.records.transaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One {@code Reference.reference} in a resource, as the client wrote it.
 *
 * @param holder the Reference
 * @param form what it was when it came
 * @param place its path, for errors
 */
record ReferenceSite(ObjectNode holder, ReferenceForm form, String place) {
  /** Understands the text of a reference at a place. */
  interface Reader {
    ReferenceForm read(String reference, String place);
  }

  /** All references of a resource, those of contained resources included. */
  static List<ReferenceSite> in(ObjectNode resource, String place, Reader reader) {
    List<ReferenceSite> sites = new ArrayList<>();
    collect(resource, place, reader, sites);
    return sites;
  }

  private static void collect(
      JsonNode node, String place, Reader reader, List<ReferenceSite> sites) {
    if (node instanceof ObjectNode object) {
      if (object.path("reference").isTextual()) {
        String at = place + ".reference";
        String text = object.get("reference").textValue();
        sites.add(new ReferenceSite(object, reader.read(text, at), at));
      }
      for (Map.Entry<String, JsonNode> property : object.properties()) {
        if (property.getValue().isContainerNode()) {
          collect(property.getValue(), place + "." + property.getKey(), reader, sites);
        }
      }
    } else {
      for (int i = 0; i < node.size(); i++) {
        if (node.get(i).isContainerNode()) {
          collect(node.get(i), place + "[" + i + "]", reader, sites);
        }
      }
    }
  }

  void set(String reference) {
    holder.put("reference", reference);
  }
}
