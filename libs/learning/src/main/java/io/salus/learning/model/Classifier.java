package io.salus.learning.model;

/** A fitted model of one outcome. Safe for use by several threads. */
public interface Classifier extends AutoCloseable {
  /** Registry name of the algorithm. */
  String algorithm();

  /**
   * Log-odds of the outcome.
   *
   * @param encoded inputs of the encoder, one array a patient
   * @return one margin a patient; the same input alone gives the same bits every time
   */
  double[] margins(double[][] encoded);

  /** Probability that belongs to log-odds, {@code 1 / (1 + exp(-margin))}. */
  static double probability(double margin) {
    return 1 / (1 + StrictMath.exp(-margin));
  }

  /** Probabilities of patients given by the encoder's inputs. */
  default double[] probabilities(double[][] encoded) {
    double[] margins = margins(encoded);
    for (int i = 0; i < margins.length; i++) {
      margins[i] = probability(margins[i]);
    }
    return margins;
  }

  /** Frees native memory, if there is any. */
  @Override
  default void close() {}
}
