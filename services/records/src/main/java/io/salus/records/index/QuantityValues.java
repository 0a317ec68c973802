package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.index.IndexEntries.Measure;
import org.jspecify.annotations.Nullable;

/** Quantities, money, and ranges by their ends. */
record QuantityValues(String param) implements ValueExtractor {
  private static final String CURRENCIES = "urn:iso:std:iso:4217";

  @Override
  public void extract(JsonNode value, EntryCollector collector) {
    JsonNode number = value.path("value");
    if (number.isNumber() && Double.isFinite(number.doubleValue())) {
      String currency = text(value.path("currency"));
      collector.add(
          new Measure(
              param,
              number.decimalValue(),
              currency == null ? text(value.path("system")) : CURRENCIES,
              currency == null ? text(value.path("code")) : currency,
              text(value.path("unit"))));
    } else {
      end(value.path("low"), collector);
      end(value.path("high"), collector);
    }
  }

  /** An end is a plain quantity and has no ends itself. */
  private void end(JsonNode end, EntryCollector collector) {
    if (end.path("value").isNumber()) {
      extract(end, collector);
    }
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : null;
  }
}
