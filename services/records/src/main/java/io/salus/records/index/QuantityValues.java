package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.index.IndexEntries.Measure;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Quantities, money and ranges. */
record QuantityValues(String param) implements ValueExtractor {
  private static final String CURRENCIES = "urn:iso:std:iso:4217";

  @Override
  public boolean extract(JsonNode value, EntryCollector collector) {
    BigDecimal number = Numbers.of(value.path("value"));
    if (number != null) {
      add(value, number, number, collector);
      return true;
    }
    JsonNode low = value.path("low");
    JsonNode high = value.path("high");
    BigDecimal from = Numbers.of(low.path("value"));
    BigDecimal to = Numbers.of(high.path("value"));
    boolean oneUnit =
        from == null
            || to == null
            || (low.path("code").equals(high.path("code"))
                && low.path("system").equals(high.path("system")));
    if (!oneUnit) {
      collector.add(new Measure(param, from, to, null, null, null));
    } else if (Numbers.areRange(from, to)) {
      add(from == null ? high : low, from, to, collector);
    }
    return true;
  }

  private void add(
      JsonNode quantity,
      @Nullable BigDecimal low,
      @Nullable BigDecimal high,
      EntryCollector collector) {
    String unit = quantity.path("unit").textValue();
    String currency = quantity.path("currency").textValue();
    collector.add(
        currency == null
            ? new Measure(
                param,
                low,
                high,
                quantity.path("system").textValue(),
                quantity.path("code").textValue(),
                unit)
            : new Measure(param, low, high, CURRENCIES, currency, unit));
  }
}
