package io.salus.records.feature;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who is in the training data, seen when, and what is to be foretold.
 *
 * @param cohort conditions that all have to hold at the index date
 * @param exclude events of which none may have happened in their window up to the index date, such
 *     as the outcome itself
 * @param outcome the label is whether one of these happens in its window after the index date
 */
record Training(
    List<Criterion> cohort,
    IndexRule index,
    List<Rows> exclude,
    Rows outcome,
    String labelDescription) {
  Optional<Example> example(Chart chart) {
    return index
        .of(chart)
        .filter(moment -> cohort.stream().allMatch(criterion -> criterion.holds(chart, moment)))
        .filter(moment -> exclude.stream().allMatch(rows -> rows.until(chart, moment).isEmpty()))
        .map(moment -> new Example(moment, !outcome.after(chart, moment).isEmpty()));
  }

  /**
   * The label that a row at a moment would have, from what is known by now; empty while that is not
   * enough for a row.
   */
  Optional<Boolean> label(Chart chart, Instant moment, Instant now) {
    var period = outcome.within();
    if (period == null || Rows.shift(moment, period).isAfter(now)) {
      return Optional.empty();
    }
    var known = chart.knownAt(now);
    return index.outlasts(known, moment)
        ? Optional.of(!outcome.after(known, moment).isEmpty())
        : Optional.empty();
  }
}
