package io.salus.learning.calibrate;

/** A sigmoid of the logarithm of a score that is positive and has a long tail, as an error has. */
public record OfLogarithm(Sigmoid sigmoid) implements Calibrator {
  private static final double LEAST = 1e-12;

  /** What the sigmoid is of. */
  public static double logarithm(double score) {
    return StrictMath.log(Math.max(score, LEAST));
  }

  @Override
  public double probability(double score) {
    return sigmoid.probability(logarithm(score));
  }

  @Override
  public double margin(double score) {
    return sigmoid.margin(logarithm(score));
  }
}
