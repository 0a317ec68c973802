package io.salus.learning.model;

import java.util.Arrays;
import java.util.List;

/**
 * Logistic regression with an L2 penalty, fitted by gradient descent. The loss of n patients with
 * inputs x and outcome y (1 or 0) is
 *
 * <pre>J(w, b) = 1/n sum log(1 + exp(m)) - y m + lambda/2 |w|^2,  m = w'x + b</pre>
 *
 * with the gradient {@code 1/n sum (sigma(m) - y) x + lambda w}; the intercept is not penalised.
 * Bishop, "Pattern Recognition and Machine Learning" (2006), eq. 4.90 and 4.91. Steps are
 * Nesterov's with step 1/L, L the Lipschitz constant of the gradient, and momentum restarts when it
 * points uphill: O'Donoghue and Candes, "Adaptive restart for accelerated gradient schemes",
 * Foundations of Computational Mathematics 15 (2015), section 3.2. The loss is convex, so the start
 * does not matter and there is no seed.
 *
 * @param weights one an input
 * @param intercept log-odds where all inputs are 0, for the average training patient
 * @param lambda weight of the penalty
 * @param iterations steps that the fit took
 * @param converged whether the gradient came under 1e-7
 */
public record LogisticRegression(
    List<Double> weights, double intercept, double lambda, int iterations, boolean converged)
    implements Classifier {
  public static final String ALGORITHM = "logistic-regression";
  private static final int MOST_ITERATIONS = 5000;
  private static final double TOLERANCE = 1e-7;

  /**
   * Fits to standardised inputs.
   *
   * @param x inputs, one array a patient
   * @param y outcomes
   * @param lambda weight of the penalty, over 0 so that separable data has a minimum too
   */
  public static LogisticRegression fit(
      double[][] x, boolean[] y, double lambda, FitProgress progress) {
    int width = x[0].length;
    double step = 1 / (0.25 * largestEigenvalue(x) + lambda);
    double[] now = new double[width + 1];
    double[] ahead = now.clone();
    double momentum = 1;
    for (int i = 1; i <= MOST_ITERATIONS; i++) {
      double[] gradient = gradient(x, y, ahead, lambda);
      if (largest(gradient) < TOLERANCE) {
        return of(ahead, lambda, i, true);
      }
      double[] next = new double[width + 1];
      double uphill = 0;
      for (int j = 0; j <= width; j++) {
        next[j] = ahead[j] - step * gradient[j];
        uphill += gradient[j] * (next[j] - now[j]);
      }
      double newMomentum = uphill > 0 ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      double pull = uphill > 0 ? 0 : (momentum - 1) / newMomentum;
      for (int j = 0; j <= width; j++) {
        ahead[j] = next[j] + pull * (next[j] - now[j]);
      }
      now = next;
      momentum = newMomentum;
      if (i % 50 == 0) {
        progress.at((double) i / MOST_ITERATIONS);
      }
    }
    return of(now, lambda, MOST_ITERATIONS, false);
  }

  private static LogisticRegression of(
      double[] parameters, double lambda, int iterations, boolean converged) {
    int width = parameters.length - 1;
    return new LogisticRegression(
        Arrays.stream(parameters, 0, width).boxed().toList(),
        parameters[width],
        lambda,
        iterations,
        converged);
  }

  /** The last parameter is the intercept. */
  private static double[] gradient(double[][] x, boolean[] y, double[] parameters, double lambda) {
    int width = parameters.length - 1;
    double[] gradient = new double[width + 1];
    for (int i = 0; i < x.length; i++) {
      double margin = parameters[width];
      for (int j = 0; j < width; j++) {
        margin += parameters[j] * x[i][j];
      }
      double off = Classifier.probability(margin) - (y[i] ? 1 : 0);
      for (int j = 0; j < width; j++) {
        gradient[j] += off * x[i][j];
      }
      gradient[width] += off;
    }
    for (int j = 0; j <= width; j++) {
      gradient[j] = gradient[j] / x.length + (j < width ? lambda * parameters[j] : 0);
    }
    return gradient;
  }

  /** Of the second-moment matrix of the inputs and the constant, by power iteration, from above. */
  private static double largestEigenvalue(double[][] x) {
    int width = x[0].length;
    double[] vector = new double[width + 1];
    Arrays.fill(vector, 1 / Math.sqrt(width + 1));
    double value = 1;
    for (int step = 0; step < 30; step++) {
      double[] image = new double[width + 1];
      for (double[] row : x) {
        double dot = vector[width];
        for (int j = 0; j < width; j++) {
          dot += row[j] * vector[j];
        }
        for (int j = 0; j < width; j++) {
          image[j] += dot * row[j];
        }
        image[width] += dot;
      }
      double norm = 0;
      for (double element : image) {
        norm += element * element;
      }
      norm = Math.sqrt(norm);
      value = norm / x.length;
      for (int j = 0; j <= width; j++) {
        vector[j] = image[j] / norm;
      }
    }
    // Power iteration approaches from below; a step that is a little too short is safe.
    return value * 1.1;
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  @Override
  public String algorithm() {
    return ALGORITHM;
  }

  @Override
  public double[] margins(double[][] encoded) {
    double[] margins = new double[encoded.length];
    for (int i = 0; i < encoded.length; i++) {
      double margin = intercept;
      for (int j = 0; j < weights.size(); j++) {
        margin += weights.get(j) * encoded[i][j];
      }
      margins[i] = margin;
    }
    return margins;
  }
}
