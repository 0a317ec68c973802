package io.salus.learning.calibrate;

/** The score is a probability already, for example the mean vote of a forest. */
public record AsItIs() implements Calibrator {
  @Override
  public double probability(double score) {
    return Math.clamp(score, 0, 1);
  }
}
