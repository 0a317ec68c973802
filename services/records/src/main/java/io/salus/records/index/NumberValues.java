package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.index.IndexEntries.Value;

/** Numbers. */
record NumberValues(String param) implements ValueExtractor {
  @Override
  public void extract(JsonNode value, EntryCollector collector) {
    if (value.isNumber() && Double.isFinite(value.doubleValue())) {
      collector.add(new Value(param, value.decimalValue()));
    }
  }
}
