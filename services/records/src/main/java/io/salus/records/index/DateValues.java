package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.definition.TimeSpan;
import io.salus.records.index.IndexEntries.Interval;
import org.jspecify.annotations.Nullable;

/** Dates and times by their own precision, periods, and timings by their events and bounds. */
record DateValues(String param) implements ValueExtractor {
  @Override
  public boolean extract(JsonNode value, EntryCollector collector) {
    if (value.isTextual()) {
      time(value, collector);
    } else if (value.has("event") || value.has("repeat")) {
      value.path("event").forEach(event -> time(event, collector));
      period(value.path("repeat").path("boundsPeriod"), collector);
    } else {
      period(value, collector);
    }
    return true;
  }

  private void time(JsonNode value, EntryCollector collector) {
    TimeSpan span = span(value);
    if (span != null) {
      collector.add(new Interval(param, span.lowMicros(), span.highMicros()));
    }
  }

  /**
   * An end that covers a day, as in {@code 2024-03-09}, is in the period until that day is over.
   */
  private void period(JsonNode period, EntryCollector collector) {
    TimeSpan start = span(period.path("start"));
    TimeSpan end = span(period.path("end"));
    long low = start == null ? IndexEntries.BEGINNING : start.lowMicros();
    long high = end == null ? IndexEntries.END : end.highMicros();
    if ((start != null || end != null) && low < high) {
      collector.add(new Interval(param, low, high));
    }
  }

  private static @Nullable TimeSpan span(JsonNode text) {
    return text.isTextual() ? TimeSpan.parse(text.textValue()) : null;
  }
}
