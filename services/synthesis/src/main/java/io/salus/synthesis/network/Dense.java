package io.salus.synthesis.network;

import ai.djl.ndarray.NDArray;
import java.util.random.RandomGenerator;

/**
 * A fully connected layer: x W + b.
 *
 * @param weight inputs x outputs
 * @param bias outputs
 */
public record Dense(NDArray weight, NDArray bias) {
  /** Start weights uniform within 1/sqrt(inputs), as PyTorch's own linear layers start. */
  public static Dense create(Parameters parameters, int in, int out, RandomGenerator random) {
    float bound = (float) (1 / Math.sqrt(in));
    return new Dense(
        parameters.learnt(uniform(in * out, bound, random), in, out),
        parameters.learnt(uniform(out, bound, random), out));
  }

  /** Batch x inputs to batch x outputs. */
  public NDArray apply(NDArray x) {
    return x.matMul(weight).add(bias);
  }

  private static float[] uniform(int size, float bound, RandomGenerator random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextFloat(-bound, bound);
    }
    return values;
  }
}
