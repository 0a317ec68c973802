package io.salus.learning.svm;

import io.salus.learning.linear.LinearModel;
import io.salus.learning.model.FitProgress;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Trains support vector machines: Cortes and Vapnik, "Support-vector networks", Machine Learning 20
 * (1995), section 3, by {@link Smo}.
 */
public final class SupportVectors {
  private SupportVectors() {}

  /**
   * Fits a machine.
   *
   * @param x standardised inputs, one array a row
   * @param y outcomes
   */
  public static KernelMachine fit(
      double[][] x, boolean[] y, SvmSettings settings, FitProgress progress) {
    Kernel kernel = new Kernel(settings.gamma() == SvmSettings.SCALE ? scale(x) : settings.gamma());
    Smo smo = new Smo(new KernelRows(x, kernel), y, settings);
    smo.run(settings.tolerance(), progress);
    double[] coefficients = smo.coefficients();
    int[] support =
        IntStream.range(0, coefficients.length).filter(i -> coefficients[i] != 0).toArray();
    return new KernelMachine(
        kernel,
        Arrays.stream(support).mapToObj(i -> x[i]).toArray(double[][]::new),
        Arrays.stream(support).mapToDouble(i -> coefficients[i]).toArray(),
        smo.intercept());
  }

  /** A machine of the linear kernel as weights of the inputs, {@code w = sum of c_i v_i}. */
  public static LinearModel linear(KernelMachine machine, int width) {
    double[] weights = new double[width];
    double[] coefficients = machine.coefficients();
    double[][] vectors = machine.vectors();
    for (int i = 0; i < coefficients.length; i++) {
      for (int j = 0; j < width; j++) {
        weights[j] += coefficients[i] * vectors[i][j];
      }
    }
    return new LinearModel(Arrays.stream(weights).boxed().toList(), machine.intercept(), 0, true);
  }

  /** One over the number of inputs times the variance of all their values. */
  private static double scale(double[][] x) {
    double sum = 0;
    double squares = 0;
    long count = 0;
    for (double[] row : x) {
      for (double value : row) {
        sum += value;
        squares += value * value;
        count++;
      }
    }
    double mean = sum / count;
    double variance = squares / count - mean * mean;
    return variance > 0 ? 1 / (x[0].length * variance) : 1.0 / x[0].length;
  }
}
