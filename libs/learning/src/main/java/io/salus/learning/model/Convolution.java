package io.salus.learning.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;

/**
 * A 3x3 convolution that keeps the size of its planes, then ReLU. Planes have an edge of zeros, so
 * that a weight is one multiplication over a whole plane, which the compiler does for many numbers
 * at once; what then lands in the edge is put back to zero.
 */
final class Convolution {
  private static final int SIDE = 3;

  private final int inputs;
  private final float[] weights;
  private final float[] biases;

  /**
   * @param inputs planes that come in
   * @param weights by output plane, input plane, line and column
   * @param biases one an output plane
   */
  @JsonCreator
  Convolution(
      @JsonProperty("inputs") int inputs,
      @JsonProperty("weights") float[] weights,
      @JsonProperty("biases") float[] biases) {
    this.inputs = inputs;
    this.weights = weights.clone();
    this.biases = biases.clone();
    if (inputs < 1
        || biases.length == 0
        || weights.length != (long) inputs * biases.length * SIDE * SIDE) {
      throw new IllegalArgumentException("not a convolution");
    }
  }

  @JsonProperty("inputs")
  int inputs() {
    return inputs;
  }

  @JsonProperty("weights")
  float[] weights() {
    return weights.clone();
  }

  @JsonProperty("biases")
  float[] biases() {
    return biases.clone();
  }

  int outputs() {
    return biases.length;
  }

  /** Planes out of planes, all with their edges. */
  float[][] forward(float[][] planes, Plane size) {
    float[][] out = new float[biases.length][size.padded()];
    for (int f = 0; f < out.length; f++) {
      float[] sums = out[f];
      Arrays.fill(sums, size.first(), size.end(), biases[f]);
      for (int c = 0; c < inputs; c++) {
        for (int tap = 0; tap < SIDE * SIDE; tap++) {
          add(weight(f, c, tap), planes[c], shift(tap, size), sums, size);
        }
      }
      for (int i = size.first(); i < size.end(); i++) {
        sums[i] = Math.max(0, sums[i]);
      }
      size.clearEdges(sums);
    }
    return out;
  }

  /**
   * Slope in the planes that came in.
   *
   * @param out what came out of them
   * @param gradient slope in what came out; changed
   */
  float[][] backward(float[][] out, float[][] gradient, Plane size) {
    float[][] before = new float[inputs][size.padded()];
    for (int f = 0; f < out.length; f++) {
      for (int i = 0; i < gradient[f].length; i++) {
        gradient[f][i] = out[f][i] > 0 ? gradient[f][i] : 0;
      }
      for (int c = 0; c < inputs; c++) {
        for (int tap = 0; tap < SIDE * SIDE; tap++) {
          add(weight(f, c, tap), gradient[f], -shift(tap, size), before[c], size);
        }
      }
    }
    for (float[] plane : before) {
      size.clearEdges(plane);
    }
    return before;
  }

  private float weight(int out, int in, int tap) {
    return weights[(out * inputs + in) * SIDE * SIDE + tap];
  }

  private static int shift(int tap, Plane size) {
    return (tap / SIDE - 1) * size.line() + tap % SIDE - 1;
  }

  private static void add(float weight, float[] from, int shift, float[] to, Plane size) {
    int end = size.end();
    for (int i = size.first(); i < end; i++) {
      to[i] += weight * from[i + shift];
    }
  }
}
