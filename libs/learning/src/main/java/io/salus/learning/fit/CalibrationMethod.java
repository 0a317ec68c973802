package io.salus.learning.fit;

/** How scores become probabilities. */
public enum CalibrationMethod {
  /** PLATT where there are enough rows with and without the outcome, else NONE. */
  AUTO,
  /**
   * As the algorithm gives them. A support vector machine gives none, so it takes PLATT instead.
   */
  NONE,
  /** A sigmoid, for any number of rows. */
  PLATT,
  /** A rising step function, for some thousands of rows and more. */
  ISOTONIC,
  /**
   * What NONE comes to for an autoencoder: the share of known rows without the outcome that have a
   * lower score; no probability.
   */
  RANK
}
