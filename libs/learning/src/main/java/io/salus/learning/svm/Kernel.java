package io.salus.learning.svm;

/**
 * How alike two rows are.
 *
 * @param gamma of the radial basis function {@code exp(-gamma |a - b|^2)}; 0 is the linear kernel
 *     {@code a'b}
 */
public record Kernel(double gamma) {
  /** The linear kernel. */
  public static final Kernel LINEAR = new Kernel(0);

  public Kernel {
    if (!(gamma >= 0) || Double.isInfinite(gamma)) {
      throw new IllegalArgumentException("no such kernel");
    }
  }

  public boolean linear() {
    return gamma == 0;
  }

  double of(double[] a, double[] b) {
    double dot = 0;
    for (int j = 0; j < a.length; j++) {
      dot += a[j] * b[j];
    }
    return linear() ? dot : ofDot(dot, square(a), square(b));
  }

  /** The same from the inner product and the squared lengths. */
  double ofDot(double dot, double squareA, double squareB) {
    return linear() ? dot : StrictMath.exp(-gamma * Math.max(0, squareA + squareB - 2 * dot));
  }

  static double square(double[] a) {
    double sum = 0;
    for (double value : a) {
      sum += value * value;
    }
    return sum;
  }
}
