package io.salus.records.feature;

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
}
