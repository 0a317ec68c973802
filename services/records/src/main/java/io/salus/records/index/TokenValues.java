package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.definition.CodeSet;
import io.salus.records.index.IndexEntries.Concept;
import io.salus.records.index.IndexEntries.Token;
import io.salus.records.index.IndexEntries.Typed;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Codes, booleans, ids, Coding, CodeableConcept, Identifier and ContactPoint, with the texts that
 * belong to them.
 *
 * @param contacts whether objects are contact points, whose system (phone, email) is no code system
 * @param codes that plain codes come from; they tell the system of a code
 */
record TokenValues(String param, boolean contacts, @Nullable CodeSet codes)
    implements ValueExtractor {
  @Override
  public boolean extract(JsonNode value, EntryCollector collector) {
    if (value.isTextual()) {
      String code = value.textValue();
      collector.add(new Token(param, codes == null ? null : codes.system(code), code));
    } else if (value.isBoolean()) {
      collector.add(new Token(param, null, value.asText()));
    } else if (value.has("coding") || value.has("text")) {
      concept(value, collector);
    } else if (value.has("code")) {
      coding(value, collector);
    } else {
      identifier(value, collector);
    }
    return true;
  }

  private void concept(JsonNode concept, EntryCollector collector) {
    Set<String> displays = new HashSet<>();
    for (JsonNode coding : concept.path("coding")) {
      String display = coding(coding, collector);
      if (display != null) {
        displays.add(display);
      }
    }
    String text = normal(concept.path("text"));
    if (text != null && !displays.contains(text)) {
      collector.add(new Concept(param, null, null, text));
    }
  }

  /** Its display, normalised. */
  private @Nullable String coding(JsonNode coding, EntryCollector collector) {
    JsonNode code = coding.path("code");
    String display = normal(coding.path("display"));
    if (code.isTextual()) {
      String system = coding.path("system").textValue();
      collector.add(new Token(param, system, code.textValue()));
      if (display != null) {
        collector.add(new Concept(param, system, code.textValue(), display));
      }
    } else if (display != null) {
      collector.add(new Concept(param, null, null, display));
    }
    return display;
  }

  private void identifier(JsonNode identifier, EntryCollector collector) {
    JsonNode value = identifier.path("value");
    if (!value.isTextual()) {
      return;
    }
    String system = contacts ? null : identifier.path("system").textValue();
    collector.add(new Token(param, system, value.textValue()));
    JsonNode type = identifier.path("type");
    for (JsonNode coding : type.path("coding")) {
      JsonNode code = coding.path("code");
      if (code.isTextual()) {
        collector.add(
            new Typed(
                param, coding.path("system").textValue(), code.textValue(), value.textValue()));
      }
    }
    String text = normal(type.path("text"));
    if (text != null) {
      collector.add(new Concept(param, null, null, text));
    }
  }

  private static @Nullable String normal(JsonNode text) {
    String normal = text.isTextual() ? SearchText.normalise(text.textValue()) : "";
    return normal.isEmpty() ? null : normal;
  }
}
