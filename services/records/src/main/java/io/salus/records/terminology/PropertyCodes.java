package io.salus.records.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * Which properties of a code system say what the standard gives a meaning
 * (http://hl7.org/fhir/R4/codesystem-concept-properties.html), by the uri that defines them or by
 * their usual name.
 */
record PropertyCodes(
    Set<String> parent, Set<String> child, Set<String> inactive, Set<String> notSelectable) {
  private static final String STANDARD = "http://hl7.org/fhir/concept-properties#";
  private static final Set<String> ENDED = Set.of("retired", "inactive");

  static PropertyCodes of(JsonNode definitions) {
    return new PropertyCodes(
        named(definitions, "parent"),
        named(definitions, "child"),
        named(definitions, "inactive"),
        named(definitions, "notSelectable"));
  }

  private static Set<String> named(JsonNode definitions, String name) {
    Set<String> codes = new HashSet<>();
    codes.add(name);
    for (JsonNode definition : definitions) {
      String uri = definition.path("uri").asText();
      if (uri.equals(STANDARD + name)) {
        codes.add(definition.path("code").asText());
      }
    }
    return codes;
  }

  boolean isInactive(String code, JsonNode property) {
    return (inactive.contains(code) && property.path("valueBoolean").asBoolean())
        || (code.equals("status") && ENDED.contains(property.path("valueCode").asText()));
  }
}
