package io.salus.records.terminology;

import com.fasterxml.jackson.databind.JsonNode;

/** The texts that stand for a code. */
final class Displays {
  private Displays() {}

  /**
   * Whether a text is the display or a designation of a code; case and outer space do not count.
   */
  static boolean has(Member member, String text) {
    if (same(member.display(), text)) {
      return true;
    }
    for (JsonNode designation : member.designations()) {
      if (same(designation.path("value").asText(), text)) {
        return true;
      }
    }
    Concepts concepts = member.concepts();
    return concepts != null
        && member.concept() >= 0
        && same(concepts.display(member.concept()), text);
  }

  private static boolean same(@org.jspecify.annotations.Nullable String known, String text) {
    return known != null && known.strip().equalsIgnoreCase(text.strip());
  }
}
