package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.index.IndexEntries.Measure;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Quantities, money, and ranges by their ends. */
record QuantityValues(String param) implements ValueExtractor {
  private static final String CURRENCIES = "urn:iso:std:iso:4217";

  @Override
  public void extract(JsonNode value, EntryCollector collector) {
    quantity(value, collector);
    quantity(value.path("low"), collector);
    quantity(value.path("high"), collector);
  }

  private void quantity(JsonNode quantity, EntryCollector collector) {
    BigDecimal number = Numbers.of(quantity.path("value"));
    if (number == null) {
      return;
    }
    String unit = text(quantity.path("unit"));
    String currency = text(quantity.path("currency"));
    collector.add(
        currency == null
            ? new Measure(
                param, number, text(quantity.path("system")), text(quantity.path("code")), unit)
            : new Measure(param, number, CURRENCIES, currency, unit));
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : null;
  }
}
