package io.salus.synthesis.release;

import io.salus.learning.split.PatientSplit;
import io.salus.learning.table.Table;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.synthesis.population.Population;
import java.util.stream.IntStream;

/**
 * The rows of a snapshot: four fifths to learn from, one fifth held out. Patients are split, not
 * rows, and nobody who is held out is ever learnt from.
 *
 * @param all every row
 */
record RealRows(Population all, Population trained, Population heldOut) {
  /** Fewer have no distribution to learn. */
  private static final int FEWEST = 20;

  static RealRows of(Table table, long seed) {
    if (table.rows() < FEWEST) {
      throw new Unprocessable(
          "The snapshot has %d rows; a generator needs at least %d."
              .formatted(table.rows(), FEWEST));
    }
    PatientSplit split = PatientSplit.of(table, seed);
    int[] learnt =
        IntStream.concat(IntStream.of(split.train()), IntStream.of(split.validation()))
            .sorted()
            .toArray();
    Population all = Population.of(table);
    return new RealRows(all, all.rows(learnt), all.rows(split.test()));
  }
}
