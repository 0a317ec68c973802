package io.salus.learning.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code W x + b}. */
final class DenseLayer {
  private final double[][] weights;
  private final double[] biases;

  /**
   * @param weights W, one array a unit
   * @param biases b, one a unit
   */
  @JsonCreator
  DenseLayer(@JsonProperty("weights") double[][] weights, @JsonProperty("biases") double[] biases) {
    this.weights = copy(weights);
    this.biases = biases.clone();
    if (weights.length == 0
        || weights.length != biases.length
        || Arrays.stream(weights).anyMatch(unit -> unit.length != weights[0].length)) {
      throw new IllegalArgumentException("not a layer");
    }
  }

  /**
   * Layers out of the arrays of a trained network.
   *
   * @param arrays weights and biases of each
   */
  static List<DenseLayer> of(List<float[]> arrays) {
    List<DenseLayer> layers = new ArrayList<>();
    for (int i = 0; i < arrays.size(); i += 2) {
      double[] flat = wide(arrays.get(i));
      double[] biases = wide(arrays.get(i + 1));
      int inputs = flat.length / biases.length;
      double[][] weights = new double[biases.length][];
      for (int unit = 0; unit < weights.length; unit++) {
        weights[unit] = Arrays.copyOfRange(flat, unit * inputs, (unit + 1) * inputs);
      }
      layers.add(new DenseLayer(weights, biases));
    }
    return layers;
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }

  @JsonProperty("weights")
  double[][] weights() {
    return copy(weights);
  }

  @JsonProperty("biases")
  double[] biases() {
    return biases.clone();
  }

  int units() {
    return biases.length;
  }

  int inputs() {
    return weights[0].length;
  }

  double[] forward(double[] x) {
    double[] sums = biases.clone();
    for (int i = 0; i < sums.length; i++) {
      double[] unit = weights[i];
      double sum = 0;
      for (int j = 0; j < unit.length; j++) {
        sum += unit[j] * x[j];
      }
      sums[i] += sum;
    }
    return sums;
  }

  /** What the inputs get of the outputs' gradient, {@code W' g}. */
  double[] backward(double[] gradient) {
    double[] before = new double[inputs()];
    for (int i = 0; i < gradient.length; i++) {
      if (gradient[i] != 0) {
        for (int j = 0; j < before.length; j++) {
          before[j] += gradient[i] * weights[i][j];
        }
      }
    }
    return before;
  }
}
