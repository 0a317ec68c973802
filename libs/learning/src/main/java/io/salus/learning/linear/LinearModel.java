package io.salus.learning.linear;

import java.util.List;

/**
 * An answer linear in the inputs, {@code f(x) = b + w'x}.
 *
 * @param weights one an input
 * @param intercept what is answered where all inputs are 0
 * @param steps steps that the fit took
 * @param converged whether it ended by its tolerance
 */
public record LinearModel(List<Double> weights, double intercept, int steps, boolean converged) {
  public LinearModel {
    weights = List.copyOf(weights);
  }

  public double score(double[] x) {
    double sum = intercept;
    for (int j = 0; j < weights.size(); j++) {
      sum += weights.get(j) * x[j];
    }
    return sum;
  }

  /**
   * What each input adds to the answer, and last the intercept: with inputs whose training mean is
   * 0 the Shapley values, {@code w_j x_j} (Lundberg and Lee, NeurIPS 2017, corollary 1).
   */
  public double[] contributions(double[] x) {
    double[] parts = new double[weights.size() + 1];
    for (int j = 0; j < weights.size(); j++) {
      parts[j] = weights.get(j) * x[j];
    }
    parts[weights.size()] = intercept;
    return parts;
  }
}
