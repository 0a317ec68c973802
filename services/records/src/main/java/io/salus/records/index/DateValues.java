package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.definition.TimeSpan;
import io.salus.records.index.IndexEntries.Interval;
import org.jspecify.annotations.Nullable;

/** Dates and times by their own precision, periods, and timings by their events and bounds. */
record DateValues(String param) implements ValueExtractor {
  @Override
  public void extract(JsonNode value, EntryCollector collector) {
    if (value.isTextual()) {
      TimeSpan span = span(value);
      if (span != null) {
        collector.add(new Interval(param, span.lowMicros(), span.highMicros()));
      }
    } else if (value.has("event") || value.has("repeat")) {
      value
          .path("event")
          .forEach(
              event -> {
                if (event.isTextual()) {
                  extract(event, collector);
                }
              });
      period(value.path("repeat").path("boundsPeriod"), collector);
    } else {
      period(value, collector);
    }
  }

  /**
   * An end that covers a day, as in {@code 2024-03-09}, is in the period until that day is over.
   */
  private void period(JsonNode period, EntryCollector collector) {
    TimeSpan start = span(period.path("start"));
    TimeSpan end = span(period.path("end"));
    if (start != null || end != null) {
      collector.add(
          new Interval(
              param,
              start == null ? IndexEntries.BEGINNING : start.lowMicros(),
              end == null ? IndexEntries.END : end.highMicros()));
    }
  }

  private static @Nullable TimeSpan span(JsonNode text) {
    return text.isTextual() ? TimeSpan.parse(text.textValue()) : null;
  }
}
