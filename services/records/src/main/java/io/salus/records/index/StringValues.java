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
  public void extract(JsonNode value, EntryCollector collector) {
    if (value.isTextual()) {
      collector.add(new Text(param, SearchText.normalise(value.textValue())));
    } else if (value.isObject()) {
      for (String part : PARTS) {
        part(value.path(part), collector);
      }
    }
  }

  private void part(JsonNode part, EntryCollector collector) {
    if (part.isTextual()) {
      extract(part, collector);
    } else if (part.isArray()) {
      for (JsonNode item : part) {
        if (item.isTextual()) {
          extract(item, collector);
        }
      }
    }
  }
}
