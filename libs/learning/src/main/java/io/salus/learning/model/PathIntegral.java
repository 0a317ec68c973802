package io.salus.learning.model;

import java.util.Arrays;

/**
 * What each input adds to a score on the straight way from the average row (all 0) to a row:
 * integrated gradients, {@code x_i} times the integral of the gradient's i-th part. Sundararajan,
 * Taly and Yan, "Axiomatic attribution for deep networks", ICML 2017, eq. 1.
 *
 * <p>On a piece of the way the gradient in its middle, times the piece, must be the step that the
 * score makes on it (proposition 1, completeness); a piece where it is not is halved. What the last
 * pieces leave is spread over the inputs by the size of their parts, so that the sum is the score.
 */
final class PathIntegral {
  /** Of the score, over the whole way. */
  private static final double TOLERANCE = 5e-4;

  /** Halvings of the way: at most so many pieces as a power of two. */
  private static final int DEEPEST = 8;

  private final Differentiable network;
  private final double[] row;
  private final double[] parts;

  private PathIntegral(Differentiable network, double[] row) {
    this.network = network;
    this.row = row;
    this.parts = new double[row.length];
  }

  /** A score with its slope. */
  interface Differentiable {
    double score(double[] x);

    /** Slope of the score in every input. */
    double[] gradient(double[] x);
  }

  /** Parts of all inputs, and last the score of the average row; the sum is the score. */
  static double[] of(Differentiable network, double[] row) {
    PathIntegral way = new PathIntegral(network, row);
    double base = network.score(new double[row.length]);
    way.walk(0, base, 1, network.score(row), 0);
    double[] all = Arrays.copyOf(way.parts, row.length + 1);
    all[row.length] = base;
    return all;
  }

  private void walk(double from, double before, double to, double after, int depth) {
    double middle = (from + to) / 2;
    double[] steps = network.gradient(at(middle));
    double sum = 0;
    double size = 0;
    for (int i = 0; i < steps.length; i++) {
      steps[i] *= row[i] * (to - from);
      sum += steps[i];
      size += Math.abs(steps[i]);
    }
    double left = after - before - sum;
    if (Math.abs(left) > TOLERANCE * (to - from) && depth < DEEPEST) {
      double between = network.score(at(middle));
      walk(from, before, middle, between, depth + 1);
      walk(middle, between, to, after, depth + 1);
      return;
    }
    for (int i = 0; i < steps.length; i++) {
      double share = size > 0 ? Math.abs(steps[i]) / size : 1.0 / steps.length;
      parts[i] += steps[i] + left * share;
    }
  }

  private double[] at(double share) {
    return Arrays.stream(row).map(value -> value * share).toArray();
  }
}
