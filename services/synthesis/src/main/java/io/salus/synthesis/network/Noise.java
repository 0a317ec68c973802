package io.salus.synthesis.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Random arrays, drawn in Java, so that a seed and an epoch say all that is random in it. */
public final class Noise {
  private Noise() {}

  /** The source for one part of the work; parts do not share numbers. */
  public static RandomGenerator source(long seed, long part) {
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + part * 0xD1B54A32D192ED03L);
  }

  /** Standard normal. */
  public static NDArray normal(NDManager manager, RandomGenerator random, int rows, int width) {
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, new Shape(rows, width));
  }

  /** Uniform between 0 and 1. */
  public static NDArray uniform(NDManager manager, RandomGenerator random, int rows, int width) {
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return manager.create(values, new Shape(rows, width));
  }

  /** Standard Gumbel: the largest of logits plus this is a draw from their softmax. */
  public static NDArray gumbel(NDManager manager, RandomGenerator random, int rows, int width) {
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      double uniform = Math.max(random.nextDouble(), 1e-12);
      values[i] = (float) -Math.log(-Math.log(uniform));
    }
    return manager.create(values, new Shape(rows, width));
  }

  /** Masks of dropout, scaled so that the mean stays: 0 or 1 / (1 - rate). */
  public static NDArray dropout(
      NDManager manager, RandomGenerator random, int rows, int width, float rate) {
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() < rate ? 0 : 1 / (1 - rate);
    }
    return manager.create(values, new Shape(rows, width));
  }
}
