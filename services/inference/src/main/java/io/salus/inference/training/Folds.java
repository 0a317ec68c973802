package io.salus.inference.training;

import io.salus.learning.encoding.Encoder;
import io.salus.learning.split.PatientSplit;
import io.salus.learning.table.Table;
import io.salus.service.errors.AppException.Unprocessable;

/**
 * The data of a training, split by patient and encoded by what the training fold alone says.
 *
 * @param encoder fitted on the training fold
 */
record Folds(Encoder encoder, Table train, Table validation, Table test) {
  /** Throws {@link Unprocessable} when no split of these patients can be learned from. */
  static Folds of(Table table, long seed) {
    int positives = table.positives();
    if (positives == 0 || positives == table.rows()) {
      throw new Unprocessable(
          "Nothing can be learned: %d of %d patients in the snapshot have the outcome."
              .formatted(positives, table.rows()));
    }
    PatientSplit split = PatientSplit.of(table, seed);
    Table train = table.rows(split.train());
    Table validation = table.rows(split.validation());
    Table test = table.rows(split.test());
    if (train.positives() == 0
        || train.positives() == train.rows()
        || validation.rows() == 0
        || test.rows() == 0) {
      throw new Unprocessable(
          "Too few patients to split: the snapshot has %d, %d of them with the outcome."
              .formatted(table.rows(), positives));
    }
    return new Folds(Encoder.fit(train), train, validation, test);
  }
}
