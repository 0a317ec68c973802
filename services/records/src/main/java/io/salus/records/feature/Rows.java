package io.salus.records.feature;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one view that a measure, a rule or an outcome looks at.
 *
 * @param within how far to look; null for the whole record
 * @param active only what had not ended
 */
record Rows(EventView from, RowFilter filter, @Nullable Period within, boolean active) {
  /** What was known at a moment, not older than the window, oldest first. */
  List<Event> until(Chart chart, Instant moment) {
    var oldest = within == null ? Instant.MIN : shift(moment, within.negated());
    return chart.of(from.name()).stream()
        .filter(event -> event.knownAt(moment) && filter.keeps(event))
        .filter(event -> event.time() == null || event.time().isAfter(oldest))
        .filter(event -> !active || event.activeAt(moment))
        .toList();
  }

  /** What happened after a moment, not later than the window, oldest first. */
  List<Event> after(Chart chart, Instant moment) {
    var latest = within == null ? Instant.MAX : shift(moment, within);
    return all(chart).stream()
        .filter(
            event ->
                event.time() != null
                    && event.time().isAfter(moment)
                    && !event.time().isAfter(latest))
        .toList();
  }

  /** All of the record. */
  List<Event> all(Chart chart) {
    return chart.of(from.name()).stream().filter(filter::keeps).toList();
  }

  static Instant shift(Instant moment, Period period) {
    return moment.atOffset(ZoneOffset.UTC).plus(period).toInstant();
  }
}
