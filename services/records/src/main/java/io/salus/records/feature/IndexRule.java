package io.salus.records.feature;

import java.time.Instant;
import java.time.Period;
import java.util.Optional;

/**
 * The moment at which a patient is looked at in training, from that patient's own record alone.
 *
 * @param first the oldest such event instead of the newest
 * @param contact events that prove that the record goes on
 * @param followUp how long the record must go on after the moment, so that a label can be known
 */
record IndexRule(Rows rows, boolean first, Rows contact, Period followUp) {
  Optional<Instant> of(Chart chart) {
    var latest = latest(chart);
    if (latest.isEmpty()) {
      return latest;
    }
    var bound = Rows.shift(latest.get(), followUp.negated());
    var possible =
        rows.until(chart, bound).stream()
            .flatMap(event -> Optional.ofNullable(event.time()).stream())
            .toList();
    if (possible.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(first ? possible.getFirst() : possible.getLast());
  }

  /** Whether the record goes on for as long after a moment as it has to. */
  boolean outlasts(Chart chart, Instant moment) {
    return latest(chart)
        .map(latest -> !moment.isAfter(Rows.shift(latest, followUp.negated())))
        .orElse(false);
  }

  private Optional<Instant> latest(Chart chart) {
    var events = contact.all(chart);
    return events.isEmpty() ? Optional.empty() : Optional.ofNullable(events.getLast().time());
  }
}
