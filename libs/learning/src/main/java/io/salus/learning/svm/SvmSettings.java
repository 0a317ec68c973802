package io.salus.learning.svm;

/**
 * Hyperparameters of a support vector machine.
 *
 * @param cost C: what an error costs against the width of the margin
 * @param gamma of the radial basis function; 0 is the linear kernel; {@link #SCALE} takes one over
 *     the number of inputs times their variance
 * @param tolerance of the conditions of the optimum
 * @param positiveWeight what C of rows with the outcome is multiplied by
 */
public record SvmSettings(double cost, double gamma, double tolerance, double positiveWeight) {
  /** One over the number of inputs times their variance. */
  public static final double SCALE = -1;

  public SvmSettings {
    if (!(cost > 0)
        || !(gamma >= 0 || gamma == SCALE)
        || !(tolerance > 0)
        || !(positiveWeight > 0)) {
      throw new IllegalArgumentException("no such support vector machine");
    }
  }

  public static SvmSettings linear(double cost) {
    return new SvmSettings(cost, 0, 1e-3, 1);
  }

  /** Radial basis function of the inputs' own scale. */
  public static SvmSettings rbf(double cost) {
    return new SvmSettings(cost, SCALE, 1e-3, 1);
  }
}
