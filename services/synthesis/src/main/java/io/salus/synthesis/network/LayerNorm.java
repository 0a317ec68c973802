package io.salus.synthesis.network;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/**
 * Layer normalisation (Ba, Kiros and Hinton, 2016, eq. 3): each row by its own mean and deviation,
 * so that a row does not depend on the batch it is made in.
 */
public final class LayerNorm {
  private static final float EPSILON = 1e-5f;
  private static final int[] UNITS = {1};

  private final NDArray scale;
  private final NDArray shift;

  public LayerNorm(Parameters parameters, int width) {
    float[] ones = new float[width];
    Arrays.fill(ones, 1);
    scale = parameters.learnt(ones, width);
    shift = parameters.learnt(new float[width], width);
  }

  /** Batch x width to batch x width. */
  public NDArray apply(NDArray x) {
    NDArray centred = x.sub(x.mean(UNITS, true));
    NDArray deviation = centred.square().mean(UNITS, true).add(EPSILON).sqrt();
    return centred.div(deviation).mul(scale).add(shift);
  }
}
