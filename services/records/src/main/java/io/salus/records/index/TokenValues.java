package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.index.IndexEntries.Token;

/**
 * Codes, booleans, ids, Coding, CodeableConcept, Identifier and ContactPoint. Texts and displays
 * are no tokens.
 *
 * @param contacts whether objects are contact points, whose system (phone, email) is no code system
 */
record TokenValues(String param, boolean contacts) implements ValueExtractor {
  @Override
  public void extract(JsonNode value, EntryCollector collector) {
    if (value.isTextual() || value.isBoolean()) {
      collector.add(new Token(param, null, value.asText()));
      return;
    }
    JsonNode codings = value.path("coding");
    for (JsonNode coding : codings) {
      coded(coding, coding.path("code"), collector);
    }
    if (codings.isMissingNode()) {
      JsonNode code = value.path("code");
      coded(value, code.isMissingNode() ? value.path("value") : code, collector);
    }
  }

  private void coded(JsonNode holder, JsonNode code, EntryCollector collector) {
    if (code.isTextual()) {
      JsonNode system = holder.path("system");
      boolean known = !contacts && system.isTextual();
      collector.add(new Token(param, known ? system.textValue() : null, code.textValue()));
    }
  }
}
