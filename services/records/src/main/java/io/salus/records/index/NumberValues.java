package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.index.IndexEntries.Value;
import java.math.BigDecimal;

/** Numbers, and ranges by their ends. */
record NumberValues(String param) implements ValueExtractor {
  @Override
  public void extract(JsonNode value, EntryCollector collector) {
    number(value, collector);
    number(value.path("low").path("value"), collector);
    number(value.path("high").path("value"), collector);
  }

  private void number(JsonNode node, EntryCollector collector) {
    BigDecimal number = Numbers.of(node);
    if (number != null) {
      collector.add(new Value(param, number));
    }
  }
}
