package io.salus.records.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** ValueSet.expansion.contains. */
final class ExpansionItem {
  private ExpansionItem() {}

  static void write(Member member, boolean designations, String language, ObjectNode item) {
    item.put("system", member.code().system());
    if (member.isAbstract()) {
      item.put("abstract", true);
    }
    if (member.isInactive()) {
      item.put("inactive", true);
    }
    String version = member.version();
    if (version != null) {
      item.put("version", version);
    }
    item.put("code", member.code().code());
    String display = display(member, language);
    if (display != null) {
      item.put("display", display);
    }
    if (designations && !member.designations().isEmpty()) {
      item.set("designation", member.designations());
    }
  }

  private static @org.jspecify.annotations.Nullable String display(Member member, String language) {
    if (!language.isEmpty()) {
      for (JsonNode designation : member.designations()) {
        if (designation.path("language").asText().equals(language)) {
          return designation.path("value").asText();
        }
      }
    }
    return member.display();
  }
}
