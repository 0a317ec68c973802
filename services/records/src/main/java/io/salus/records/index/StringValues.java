package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.index.IndexEntries.Text;
import java.util.List;

/** Strings, and the parts of names and addresses one by one. */
record StringValues(String param) implements ValueExtractor {
  /** Of HumanName and Address; the two share only {@code text}. */
  private static final List<String> PARTS =
      List.of(
          "text",
          "family",
          "given",
          "prefix",
          "suffix",
          "line",
          "city",
          "district",
          "state",
          "postalCode",
          "country");

  @Override
  public boolean extract(JsonNode value, EntryCollector collector) {
    if (value.isTextual()) {
      text(value, collector);
    } else if (value.isObject()) {
      for (String part : PARTS) {
        part(value.path(part), collector);
      }
    }
    return true;
  }

  private void part(JsonNode part, EntryCollector collector) {
    if (part.isArray()) {
      part.forEach(item -> text(item, collector));
    } else {
      text(part, collector);
    }
  }

  private void text(JsonNode value, EntryCollector collector) {
    String normal = value.isTextual() ? SearchText.normalise(value.textValue()) : "";
    if (!normal.isEmpty()) {
      collector.add(new Text(param, normal, value.textValue()));
    }
  }
}
