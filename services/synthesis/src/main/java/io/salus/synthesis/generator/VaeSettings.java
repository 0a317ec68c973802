package io.salus.synthesis.generator;

/**
 * Size of the autoencoder.
 *
 * @param latent dimensions of the code
 * @param hidden units of each hidden layer
 * @param batch rows a step
 */
record VaeSettings(int latent, int hidden, int batch) {
  /** Found on tables of 100 to 1,000 rows; the figures are in the record of the decision. */
  static final VaeSettings DEFAULT = new VaeSettings(32, 128, 64);

  int stepsAnEpoch(int rows) {
    return (rows + batch - 1) / batch;
  }
}
