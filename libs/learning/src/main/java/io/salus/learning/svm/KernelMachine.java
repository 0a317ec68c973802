package io.salus.learning.svm;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;

/**
 * A support vector machine: {@code f(x) = b + sum over i of c_i K(v_i, x)}, positive on the side of
 * the outcome. Safe for several threads.
 */
public final class KernelMachine {
  private final Kernel kernel;
  private final double[][] vectors;
  private final double[] coefficients;
  private final double intercept;
  private final double[] squares;

  /**
   * @param kernel how alike two rows are
   * @param vectors the support vectors v
   * @param coefficients their coefficients c
   * @param intercept b
   */
  @JsonCreator
  KernelMachine(
      @JsonProperty("kernel") Kernel kernel,
      @JsonProperty("vectors") double[][] vectors,
      @JsonProperty("coefficients") double[] coefficients,
      @JsonProperty("intercept") double intercept) {
    this.kernel = kernel;
    this.vectors = Arrays.stream(vectors).map(double[]::clone).toArray(double[][]::new);
    this.coefficients = coefficients.clone();
    this.intercept = intercept;
    if (vectors.length != coefficients.length
        || Arrays.stream(vectors).anyMatch(v -> v.length != vectors[0].length)) {
      throw new IllegalArgumentException("not a support vector machine");
    }
    this.squares = Arrays.stream(vectors).mapToDouble(Kernel::square).toArray();
  }

  @JsonProperty("kernel")
  public Kernel kernel() {
    return kernel;
  }

  @JsonProperty("vectors")
  double[][] vectors() {
    return Arrays.stream(vectors).map(double[]::clone).toArray(double[][]::new);
  }

  @JsonProperty("coefficients")
  double[] coefficients() {
    return coefficients.clone();
  }

  @JsonProperty("intercept")
  double intercept() {
    return intercept;
  }

  /** Number of inputs; -1 for a machine without support vectors, which takes any. */
  public int width() {
    return vectors.length == 0 ? -1 : vectors[0].length;
  }

  /** Support vectors that it has. */
  public int size() {
    return vectors.length;
  }

  public double score(double[] x) {
    double square = Kernel.square(x);
    double sum = intercept;
    for (int i = 0; i < vectors.length; i++) {
      double[] vector = vectors[i];
      double dot = 0;
      for (int j = 0; j < x.length; j++) {
        dot += vector[j] * x[j];
      }
      sum += coefficients[i] * kernel.ofDot(dot, square, squares[i]);
    }
    return sum;
  }
}
