package io.salus.learning.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;

/**
 * A trained autoencoder in plain Java. Its score is the mean squared error with which it gives a
 * row back: high for what is unlike the rows it learned from. Safe for several threads.
 */
public final class Reconstruction {
  private final List<DenseLayer> layers;

  /** Layers from the inputs to as many outputs. */
  @JsonCreator
  Reconstruction(@JsonProperty("layers") List<DenseLayer> layers) {
    this.layers = List.copyOf(layers);
    boolean sound = layers.size() > 1 && layers.getFirst().inputs() == layers.getLast().units();
    for (int i = 1; sound && i < layers.size(); i++) {
      sound = layers.get(i).inputs() == layers.get(i - 1).units();
    }
    if (!sound) {
      throw new IllegalArgumentException("not an autoencoder");
    }
  }

  /**
   * Out of the arrays of a trained one.
   *
   * @param arrays weights and biases of each layer
   */
  public static Reconstruction of(List<float[]> arrays) {
    return new Reconstruction(DenseLayer.of(arrays));
  }

  @JsonProperty("layers")
  List<DenseLayer> layers() {
    return layers;
  }

  /** Number of inputs. */
  public int inputs() {
    return layers.getFirst().inputs();
  }

  /** Mean squared error of a row. */
  public double score(double[] x) {
    return Arrays.stream(errors(x)).sum();
  }

  private double[] errors(double[] x) {
    double[] values = x;
    for (DenseLayer layer : layers) {
      values = layer.forward(values);
      if (layer != layers.getLast()) {
        for (int i = 0; i < values.length; i++) {
          values[i] = Math.max(0, values[i]);
        }
      }
    }
    double[] errors = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double off = x[i] - values[i];
      errors[i] = off * off / x.length;
    }
    return errors;
  }

  /** What each input adds to the error, and last 0; the sum is the score. */
  public double[] contributions(double[] x) {
    return Arrays.copyOf(errors(x), x.length + 1);
  }
}
