package io.salus.learning.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A trained network of ReLU layers with one output, in plain Java: the same row gives the same bits
 * whatever is asked beside it, and a network of this size answers faster than PyTorch is called.
 * Safe for several threads.
 */
public final class DenseNetwork {
  /** Halvings of the path; what is left is shorter than rounding can tell. */
  private static final int DEEPEST = 40;

  private final List<DenseLayer> layers;

  /** Layers from the inputs on; the last has one unit. */
  @JsonCreator
  DenseNetwork(@JsonProperty("layers") List<DenseLayer> layers) {
    this.layers = List.copyOf(layers);
    if (layers.isEmpty() || layers.getLast().units() != 1) {
      throw new IllegalArgumentException("not a network with one output");
    }
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i).inputs() != layers.get(i - 1).units()) {
        throw new IllegalArgumentException("layers that do not fit");
      }
    }
  }

  /**
   * Out of the arrays of a trained one.
   *
   * @param arrays weights and biases of each layer
   */
  public static DenseNetwork of(List<float[]> arrays) {
    return new DenseNetwork(DenseLayer.of(arrays));
  }

  @JsonProperty("layers")
  List<DenseLayer> layers() {
    return layers;
  }

  /** Number of inputs. */
  public int width() {
    return layers.getFirst().inputs();
  }

  /** Log-odds for one row. */
  public double score(double[] x) {
    double[] values = x;
    for (DenseLayer layer : layers) {
      double[] sums = layer.forward(values);
      values = layer == layers.getLast() ? sums : positive(sums);
    }
    return values[0];
  }

  private static double[] positive(double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.max(0, sums[i]);
    }
    return sums;
  }

  /**
   * What each input adds to the score on the straight way from the average row (all 0) to this one,
   * {@code x_i} times the integral of the gradient: Sundararajan, Taly and Yan, "Axiomatic
   * attribution for deep networks", ICML 2017, eq. 1; and last the score of the average row. The
   * sum is the score (proposition 1).
   *
   * <p>Between two points where the same units are on, the network is linear and its gradient
   * constant, so the integral is taken exactly over such stretches, which halving finds.
   */
  public double[] contributions(double[] x) {
    double[] sums = new double[x.length + 1];
    BitSet start = on(x, 0);
    integrate(x, 0, start, 1, on(x, 1), DEEPEST, sums);
    for (int i = 0; i < x.length; i++) {
      sums[i] *= x[i];
    }
    sums[x.length] = score(new double[x.length]);
    return sums;
  }

  private void integrate(
      double[] x, double from, BitSet on, double to, BitSet then, int depth, double[] sums) {
    double middle = (from + to) / 2;
    if (on.equals(then) || depth == 0) {
      double[] gradient = gradient(x, middle);
      for (int i = 0; i < gradient.length; i++) {
        sums[i] += (to - from) * gradient[i];
      }
      return;
    }
    BitSet between = on(x, middle);
    integrate(x, from, on, middle, between, depth - 1, sums);
    integrate(x, middle, between, to, then, depth - 1, sums);
  }

  private static double[] at(double[] x, double share) {
    return Arrays.stream(x).map(value -> value * share).toArray();
  }

  /** The hidden units that are on at a share of the way, layer after layer. */
  private BitSet on(double[] x, double share) {
    BitSet on = new BitSet();
    int place = 0;
    double[] values = at(x, share);
    for (DenseLayer layer : layers.subList(0, layers.size() - 1)) {
      values = positive(layer.forward(values));
      for (double value : values) {
        on.set(place++, value > 0);
      }
    }
    return on;
  }

  private double[] gradient(double[] x, double share) {
    BitSet on = on(x, share);
    // Behind the last hidden unit; the way goes back.
    int place = layers.stream().mapToInt(DenseLayer::units).sum() - 1;
    double[] gradient = {1};
    for (int i = layers.size() - 1; i >= 0; i--) {
      gradient = layers.get(i).backward(gradient);
      if (i > 0) {
        place -= gradient.length;
        for (int j = 0; j < gradient.length; j++) {
          gradient[j] = on.get(place + j) ? gradient[j] : 0;
        }
      }
    }
    return gradient;
  }
}
