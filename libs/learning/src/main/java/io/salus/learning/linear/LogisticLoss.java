package io.salus.learning.linear;

import java.util.Arrays;

/**
 * The smooth part of the loss. With weights c of the rows, inputs x and outcomes y (1 or 0)
 *
 * <pre>J(w, b) = 1/C sum c (log(1 + exp(m)) - y m) + l2/2 |w|^2,  m = w'x + b,  C = sum c</pre>
 *
 * and its gradient {@code 1/C sum c (sigma(m) - y) x + l2 w}. Bishop, "Pattern Recognition and
 * Machine Learning" (2006), eq. 4.90 and 4.91. The intercept, which is the last parameter, is not
 * penalised. Rows lie one after the other in one array.
 */
final class LogisticLoss {
  private final double[] x;
  private final boolean[] y;
  private final int width;
  private final double l2;
  private final double positiveWeight;

  LogisticLoss(double[][] rows, boolean[] y, double l2, double positiveWeight) {
    this.width = rows[0].length;
    this.x = new double[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, x, i * width, width);
    }
    this.y = y.clone();
    this.l2 = l2;
    this.positiveWeight = positiveWeight;
  }

  int rows() {
    return y.length;
  }

  int parameters() {
    return width + 1;
  }

  /** The loss on all rows; the gradient is put into the array. */
  double at(double[] parameters, double[] gradient) {
    Arrays.fill(gradient, 0);
    double loss = 0;
    double weights = 0;
    for (int i = 0; i < y.length; i++) {
      loss += add(i, parameters, gradient);
      weights += weight(i);
    }
    for (int j = 0; j <= width; j++) {
      gradient[j] = gradient[j] / weights + (j < width ? l2 * parameters[j] : 0);
    }
    double squares = 0;
    for (int j = 0; j < width; j++) {
      squares += parameters[j] * parameters[j];
    }
    return loss / weights + l2 / 2 * squares;
  }

  /** The gradient on some rows. */
  void gradient(int[] some, int from, int to, double[] parameters, double[] gradient) {
    Arrays.fill(gradient, 0);
    double weights = 0;
    for (int i = from; i < to; i++) {
      add(some[i], parameters, gradient);
      weights += weight(some[i]);
    }
    for (int j = 0; j <= width; j++) {
      gradient[j] = gradient[j] / weights + (j < width ? l2 * parameters[j] : 0);
    }
  }

  /** Mean squared length of a row with its constant 1. */
  double meanSquare() {
    double sum = 0;
    for (double value : x) {
      sum += value * value;
    }
    return sum / y.length + 1;
  }

  private double weight(int row) {
    return y[row] ? positiveWeight : 1;
  }

  private double add(int row, double[] parameters, double[] gradient) {
    int at = row * width;
    double margin = parameters[width] + dot(at, parameters);
    double weight = weight(row);
    // One exponential serves the loss and the probability.
    double tail = StrictMath.exp(-Math.abs(margin));
    double p = margin >= 0 ? 1 / (1 + tail) : tail / (1 + tail);
    double off = weight * (p - (y[row] ? 1 : 0));
    for (int j = 0; j < width; j++) {
      gradient[j] += off * x[at + j];
    }
    gradient[width] += off;
    return weight * (Math.max(margin, 0) - (y[row] ? margin : 0) + StrictMath.log1p(tail));
  }

  /** Four sums, so that additions need not wait for each other. */
  private double dot(int at, double[] parameters) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = 0;
    for (; j + 3 < width; j += 4) {
      a += x[at + j] * parameters[j];
      b += x[at + j + 1] * parameters[j + 1];
      c += x[at + j + 2] * parameters[j + 2];
      d += x[at + j + 3] * parameters[j + 3];
    }
    for (; j < width; j++) {
      a += x[at + j] * parameters[j];
    }
    return a + b + (c + d);
  }
}
