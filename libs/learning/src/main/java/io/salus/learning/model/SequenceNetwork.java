package io.salus.learning.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A trained recurrent layer over a sequence and a weighted sum of the mean and the last of its
 * states, in plain Java; the equations are those of the layer that is trained. The same sequence
 * gives the same bits whatever is asked beside it. Safe for several threads.
 */
public final class SequenceNetwork implements PathIntegral.Differentiable {
  private static final int MOST_STEPS = 1 << 20;

  private final Cell cell;
  private final int steps;
  private final float[] input;
  private final float[] state;
  private final float[] biases;
  private final float[] weights;
  private final float bias;
  private final int units;
  private final int numbers;

  /**
   * @param cell what is done with every step; files from before there was a choice do not say
   * @param steps of the sequence
   * @param input weights of a step's numbers, by number, then gate, unit
   * @param state weights of the state, by unit of the last state, then gate, unit
   * @param biases by gate, unit
   * @param weights of the means, then of the last states
   */
  @JsonCreator
  SequenceNetwork(
      @JsonProperty("cell") @Nullable Cell cell,
      @JsonProperty("steps") int steps,
      @JsonProperty("input") float[] input,
      @JsonProperty("state") float[] state,
      @JsonProperty("biases") float[] biases,
      @JsonProperty("weights") float[] weights,
      @JsonProperty("bias") float bias) {
    this.cell = Objects.requireNonNullElse(cell, Cell.GRU);
    this.steps = steps;
    this.input = input.clone();
    this.state = state.clone();
    this.biases = biases.clone();
    this.weights = weights.clone();
    this.bias = bias;
    this.units = biases.length / this.cell.gates();
    this.numbers = units == 0 ? 0 : input.length / biases.length;
    if (steps < 1
        || steps > MOST_STEPS
        || units == 0
        || numbers == 0
        || biases.length != this.cell.gates() * units
        || input.length != numbers * biases.length
        || state.length != (long) units * biases.length
        || weights.length != 2 * units) {
      throw new IllegalArgumentException("not a network for sequences");
    }
  }

  /** Out of the arrays of a trained one. */
  public static SequenceNetwork of(Cell cell, int steps, List<float[]> arrays) {
    return new SequenceNetwork(
        cell, steps, arrays.get(0), arrays.get(1), arrays.get(2), arrays.get(3), arrays.get(4)[0]);
  }

  @JsonProperty("cell")
  Cell cell() {
    return cell;
  }

  @JsonProperty("steps")
  int steps() {
    return steps;
  }

  @JsonProperty("input")
  float[] input() {
    return input.clone();
  }

  @JsonProperty("state")
  float[] state() {
    return state.clone();
  }

  @JsonProperty("biases")
  float[] biases() {
    return biases.clone();
  }

  @JsonProperty("weights")
  float[] weights() {
    return weights.clone();
  }

  @JsonProperty("bias")
  float bias() {
    return bias;
  }

  /** Number of inputs: step by step, the numbers of a step side by side. */
  public int inputs() {
    return steps * numbers;
  }

  private Cell.Step step(double[] x, int step, double[] before) {
    double[] given = new double[biases.length];
    double[] known = new double[biases.length];
    for (int g = 0; g < given.length; g++) {
      given[g] = biases[g];
    }
    for (int j = 0; j < numbers; j++) {
      double value = x[step * numbers + j];
      for (int g = 0; g < given.length; g++) {
        given[g] += value * input[j * given.length + g];
      }
    }
    for (int u = 0; u < units; u++) {
      for (int g = 0; g < known.length; g++) {
        known[g] += before[u] * state[u * known.length + g];
      }
    }
    return cell.step(given, known, before);
  }

  private double[] nothing() {
    return new double[cell.handedOn() * units];
  }

  private Cell.Step[] forward(double[] x) {
    Cell.Step[] all = new Cell.Step[steps];
    double[] h = nothing();
    for (int t = 0; t < steps; t++) {
      all[t] = step(x, t, h);
      h = all[t].after();
    }
    return all;
  }

  /** Log-odds for one sequence. */
  @Override
  public double score(double[] x) {
    double sum = bias;
    double[] h = nothing();
    for (int t = 0; t < steps; t++) {
      h = step(x, t, h).after();
      for (int u = 0; u < units; u++) {
        sum += weights[u] * h[u] / steps;
      }
    }
    for (int u = 0; u < units; u++) {
      sum += weights[units + u] * h[u];
    }
    return sum;
  }

  @Override
  public double[] gradient(double[] x) {
    Cell.Step[] all = forward(x);
    double[] gradient = new double[x.length];
    double[] slope = nothing();
    for (int u = 0; u < units; u++) {
      slope[u] = weights[units + u];
    }
    for (int t = steps - 1; t >= 0; t--) {
      for (int u = 0; u < units; u++) {
        slope[u] += weights[u] / (double) steps;
      }
      slope = back(all[t], slope, gradient, t);
    }
    return gradient;
  }

  /** Slope in what was handed to a step; adds what the step's numbers have. */
  private double[] back(Cell.Step now, double[] slope, double[] gradient, int t) {
    Cell.Slopes slopes = now.back(slope);
    double[] given = slopes.given();
    double[] known = slopes.known();
    double[] before = slopes.before();
    for (int j = 0; j < numbers; j++) {
      for (int g = 0; g < given.length; g++) {
        gradient[t * numbers + j] += given[g] * input[j * given.length + g];
      }
    }
    for (int u = 0; u < units; u++) {
      for (int g = 0; g < known.length; g++) {
        before[u] += known[g] * state[u * known.length + g];
      }
    }
    return before;
  }

  /**
   * What each number of the sequence adds to the score, from the average sequence on, and last the
   * score of that one; the sum is the score. Integrated gradients.
   */
  public double[] contributions(double[] x) {
    return PathIntegral.of(this, x);
  }
}
