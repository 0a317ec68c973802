package io.salus.learning.svm;

import io.salus.learning.model.FitProgress;
import java.util.Arrays;

/**
 * Sequential minimal optimisation of the dual of a soft-margin machine,
 *
 * <pre>min 1/2 a'Qa - sum a,  0 <= a_i <= C_i,  y'a = 0,  Q_ij = y_i y_j K(x_i, x_j)</pre>
 *
 * by two variables at a time: Platt, "Fast training of support vector machines using sequential
 * minimal optimization" (1998), section 12.2.1. Which two is chosen by second order: Fan, Chen and
 * Lin, "Working set selection using second order information for training support vector machines",
 * JMLR 6 (2005), WSS 2. Deterministic: there is no random choice.
 */
final class Smo {
  /** Instead of a curvature that is not positive: Fan, Chen and Lin, algorithm 2. */
  private static final double TAU = 1e-12;

  private final KernelRows kernel;
  private final int[] y;
  private final double[] bound;
  private final double[] alpha;
  private final double[] gradient;
  private final double[] diagonal;

  Smo(KernelRows kernel, boolean[] labels, SvmSettings settings) {
    int n = kernel.count();
    this.kernel = kernel;
    this.y = new int[n];
    this.bound = new double[n];
    this.alpha = new double[n];
    this.gradient = new double[n];
    this.diagonal = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = labels[i] ? 1 : -1;
      bound[i] = settings.cost() * (labels[i] ? settings.positiveWeight() : 1);
      gradient[i] = -1;
      diagonal[i] = kernel.diagonal(i);
    }
  }

  /** Runs to the optimum; returns whether it was reached within the steps. */
  boolean run(double tolerance, FitProgress progress) {
    long most = Math.max(10_000_000, 100L * y.length);
    for (long step = 0; step < most; step++) {
      int i = mostViolating();
      int j = i < 0 ? -1 : partner(i, tolerance);
      if (j < 0) {
        return true;
      }
      move(i, j);
      if (step % 1000 == 999) {
        // Nobody knows how many steps there will be.
        progress.at(1 - 1 / (1 + (double) step / (20.0 * y.length)));
      }
    }
    return false;
  }

  private boolean up(int t) {
    return y[t] > 0 ? alpha[t] < bound[t] : alpha[t] > 0;
  }

  private boolean low(int t) {
    return y[t] > 0 ? alpha[t] > 0 : alpha[t] < bound[t];
  }

  /** argmax of -y G over I_up. */
  private int mostViolating() {
    int best = -1;
    double largest = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < y.length; t++) {
      if (up(t) && -y[t] * gradient[t] > largest) {
        largest = -y[t] * gradient[t];
        best = t;
      }
    }
    return best;
  }

  /** argmin over I_low of -b^2/a; -1 when the conditions hold within the tolerance. */
  private int partner(int i, double tolerance) {
    double mi = -y[i] * gradient[i];
    double[] row = kernel.row(i);
    double lowest = Double.POSITIVE_INFINITY;
    double least = Double.POSITIVE_INFINITY;
    int best = -1;
    for (int t = 0; t < y.length; t++) {
      if (!low(t)) {
        continue;
      }
      double mt = -y[t] * gradient[t];
      lowest = Math.min(lowest, mt);
      double b = mi - mt;
      if (b > 0) {
        double a = diagonal[i] + diagonal[t] - 2 * row[t];
        double value = -b * b / (a > 0 ? a : TAU);
        if (value < least) {
          least = value;
          best = t;
        }
      }
    }
    return mi - lowest < tolerance ? -1 : best;
  }

  private void move(int i, int j) {
    double[] ki = kernel.row(i);
    double[] kj = kernel.row(j);
    double a = diagonal[i] + diagonal[j] - 2 * ki[j];
    // Along y_i d_i = -y_j d_j = d, which keeps y'a.
    double d = (-y[i] * gradient[i] + y[j] * gradient[j]) / (a > 0 ? a : TAU);
    d = Math.min(d, y[i] > 0 ? bound[i] - alpha[i] : alpha[i]);
    d = Math.min(d, y[j] > 0 ? alpha[j] : bound[j] - alpha[j]);
    alpha[i] = clip(alpha[i] + y[i] * d, bound[i]);
    alpha[j] = clip(alpha[j] - y[j] * d, bound[j]);
    for (int t = 0; t < y.length; t++) {
      gradient[t] += y[t] * d * (ki[t] - kj[t]);
    }
  }

  /** On the bound exactly where rounding left it beside. */
  private static double clip(double value, double bound) {
    double slack = 1e-14 * bound;
    return value < slack ? 0 : value > bound - slack ? bound : value;
  }

  /** y_i a_i of every row. */
  double[] coefficients() {
    double[] coefficients = new double[y.length];
    Arrays.setAll(coefficients, i -> y[i] * alpha[i]);
    return coefficients;
  }

  /** b: the mean of -y G over the rows inside their bounds, else the middle of what it may be. */
  double intercept() {
    double sum = 0;
    int inside = 0;
    double least = Double.NEGATIVE_INFINITY;
    double most = Double.POSITIVE_INFINITY;
    for (int t = 0; t < y.length; t++) {
      double value = -y[t] * gradient[t];
      if (alpha[t] > 0 && alpha[t] < bound[t]) {
        sum += value;
        inside++;
      } else if (up(t)) {
        least = Math.max(least, value);
      } else {
        most = Math.min(most, value);
      }
    }
    return inside > 0 ? sum / inside : (least + most) / 2;
  }
}
