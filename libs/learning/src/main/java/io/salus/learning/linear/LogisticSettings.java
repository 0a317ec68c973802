package io.salus.learning.linear;

/**
 * Hyperparameters of a logistic regression. Both penalties together are the elastic net: Zou and
 * Hastie, "Regularization and variable selection via the elastic net", JRSS B 67 (2005), eq. 3.
 *
 * @param l1 weight of the sum of absolute weights, which makes weights exactly 0
 * @param l2 weight of half the sum of squared weights
 * @param batch rows a step; 0 takes all rows
 * @param mostSteps steps of full descent, or passes over the rows of mini-batch descent, at most
 * @param tolerance full descent ends where no weight would move faster than this
 * @param positiveWeight weight of a row with the outcome; 1 weighs all alike
 */
public record LogisticSettings(
    double l1, double l2, int batch, int mostSteps, double tolerance, double positiveWeight) {
  public LogisticSettings {
    if (!(l1 >= 0)
        || !(l2 >= 0)
        || batch < 0
        || mostSteps < 1
        || !(tolerance > 0)
        || !(positiveWeight > 0)) {
      throw new IllegalArgumentException("no such logistic regression");
    }
  }

  /** Full descent with an L2 penalty. */
  public static LogisticSettings ridge(double l2) {
    return new LogisticSettings(0, l2, 0, 5000, 1e-5, 1);
  }

  /** Full descent with an L1 penalty. */
  public static LogisticSettings lasso(double l1) {
    return new LogisticSettings(l1, 0, 0, 5000, 1e-5, 1);
  }

  public LogisticSettings withBatch(int rows, int passes) {
    return new LogisticSettings(l1, l2, rows, passes, tolerance, positiveWeight);
  }
}
