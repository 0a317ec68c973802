package io.salus.inference.training;

import io.salus.learning.encoding.Encoder;
import io.salus.learning.split.KFold;
import io.salus.learning.split.PatientSplit;
import io.salus.learning.split.TimeSplit;
import io.salus.learning.table.Table;
import io.salus.service.errors.AppException.Unprocessable;

/**
 * The data of a training, split by patient and encoded by what the training fold alone says.
 *
 * @param encoder fitted on the training fold, for models that take standardised inputs
 * @param split how it was split, for people
 */
record Folds(Encoder encoder, Table train, Table validation, Table test, String split) {
  private static final int PARTS = 4;

  /** Throws {@link Unprocessable} when no split of these patients can be learned from. */
  static Folds of(Table table, long seed, String testFrom) {
    int positives = table.positives();
    if (positives == 0 || positives == table.rows()) {
      throw new Unprocessable(
          "Nothing can be learned: %d of %d patients in the data have the outcome."
              .formatted(positives, table.rows()));
    }
    return testFrom.isEmpty() ? byPatient(table, seed) : byTime(table, seed, testFrom);
  }

  private static Folds byPatient(Table table, long seed) {
    PatientSplit split = PatientSplit.of(table, seed);
    return of(
        table,
        table.rows(split.train()),
        table.rows(split.validation()),
        table.rows(split.test()),
        "by patient: 60 % training, 20 % validation, 20 % test, by SHA-256 of seed and patient id"
            + " within patients with and without the outcome");
  }

  private static Folds byTime(Table table, long seed, String from) {
    try {
      TimeSplit split = TimeSplit.of(table, from);
      Table before = table.rows(split.train());
      KFold parts = KFold.of(before, PARTS, seed);
      return of(
          table,
          before.rows(parts.train(0)),
          before.rows(parts.test(0)),
          table.rows(split.test()),
          "by time: rows from "
              + from
              + " on are the test, without patients known from before; of the earlier patients 75 %"
              + " training, 25 % validation");
    } catch (IllegalArgumentException e) {
      throw new Unprocessable(
          "The data cannot be split by time: a row has no index date, or too few patients are"
              + " before the moment.",
          "test_from");
    }
  }

  private static Folds of(Table all, Table train, Table validation, Table test, String split) {
    if (train.positives() == 0
        || train.positives() == train.rows()
        || validation.rows() == 0
        || test.rows() == 0) {
      throw new Unprocessable(
          "Too few patients to split: the data have %d, %d of them with the outcome."
              .formatted(all.rows(), all.positives()));
    }
    return new Folds(Encoder.fit(train), train, validation, test, split);
  }
}
