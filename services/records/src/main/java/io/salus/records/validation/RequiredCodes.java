package io.salus.records.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.definition.CodeSet;

/** Checks codes against the value set that the standard requires. */
final class RequiredCodes {
  /** Longer lists are named, not listed. */
  private static final int MOST_LISTED = 12;

  private RequiredCodes() {}

  static void check(String code, CodeSet codes, Issues issues) {
    if (!codes.contains(code)) {
      issues.add("code-invalid", "The code must be " + described(codes) + ".");
    }
  }

  /** At least one coding must come from the set; others may translate it. */
  static void checkConcept(JsonNode concept, CodeSet codes, Issues issues) {
    JsonNode codings = concept.path("coding");
    for (JsonNode coding : codings) {
      JsonNode system = coding.path("system");
      JsonNode code = coding.path("code");
      if (system.isTextual()
          && code.isTextual()
          && codes.contains(system.textValue(), code.textValue())) {
        return;
      }
    }
    boolean onlyExtensions = codings.isMissingNode() && !concept.has("text");
    if (!onlyExtensions) {
      issues.add("code-invalid", "One coding must be " + described(codes) + ".");
    }
  }

  private static String described(CodeSet codes) {
    return codes.size() <= MOST_LISTED
        ? "one of " + String.join(", ", codes.sorted())
        : "in the value set " + codes.url();
  }
}
