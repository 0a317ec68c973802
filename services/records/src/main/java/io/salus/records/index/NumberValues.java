package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.index.IndexEntries.Value;
import java.math.BigDecimal;

/** Numbers, and ranges. */
record NumberValues(String param) implements ValueExtractor {
  @Override
  public boolean extract(JsonNode value, EntryCollector collector) {
    BigDecimal number = Numbers.of(value);
    BigDecimal low = number == null ? Numbers.of(value.path("low").path("value")) : number;
    BigDecimal high = number == null ? Numbers.of(value.path("high").path("value")) : number;
    if (Numbers.areRange(low, high)) {
      collector.add(new Value(param, low, high));
    }
    return true;
  }
}
