package io.salus.synthesis.generator;

/**
 * Size of the GAN.
 *
 * @param noise random inputs
 * @param hidden units of each hidden layer
 * @param batch rows a step, a multiple of the pack
 * @param pack rows that the critic sees at once
 */
record GanSettings(int noise, int hidden, int batch, int pack) {
  /** Found on tables of 100 to 1,000 rows; the figures are in the record of the decision. */
  static final GanSettings DEFAULT = new GanSettings(64, 128, 100, 2);

  GanSettings {
    if (batch % pack != 0) {
      throw new IllegalArgumentException("a batch is a whole number of packs");
    }
  }

  int stepsAnEpoch(int rows) {
    return Math.max(1, rows / batch);
  }
}
