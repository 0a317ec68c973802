package io.salus.synthesis.release;

import io.salus.service.errors.AppException.InvalidInput;
import io.salus.synthesis.generator.GeneratorKind;

/**
 * What a caller asks for.
 *
 * @param rows rows to sample; 0 means as many as the snapshot has
 * @param epochs 0 means as many as the generator needs
 */
record SynthesisOrder(
    String snapshotId, GeneratorKind generator, long rows, int epochs, long seed) {
  private static final long MOST_ROWS = 1_000_000;

  /** More never helped on any table and would hold a worker for hours. */
  private static final int MOST_EPOCHS = 20_000;

  SynthesisOrder {
    if (snapshotId.isBlank()) {
      throw new InvalidInput("A snapshot must be named.", "snapshot");
    }
    if (rows < 0 || rows > MOST_ROWS) {
      throw new InvalidInput(
          "Rows must be between 1 and 1,000,000, or 0 for as many as the snapshot has.", "rows");
    }
    if (epochs < 0 || epochs > MOST_EPOCHS) {
      throw new InvalidInput(
          "Epochs must be between 1 and 20,000, or 0 for the generator's default.", "epochs");
    }
  }
}
