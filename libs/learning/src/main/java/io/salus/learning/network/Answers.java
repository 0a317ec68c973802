package io.salus.learning.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What a network answers, without learning. */
final class Answers {
  /** Rows at once: larger batches gain nothing and take memory. */
  private static final int BATCH = 256;

  private Answers() {}

  /** What the last layer gives, one array a row. */
  static float[][] of(Block block, NDManager manager, Architecture architecture, Samples samples) {
    float[][] outputs = new float[samples.rows()][];
    for (int from = 0; from < outputs.length; from += BATCH) {
      int to = Math.min(outputs.length, from + BATCH);
      Samples part = samples.rows(IntStream.range(from, to).toArray());
      try (NDManager scope = manager.newSubManager()) {
        NDArray output =
            block
                .forward(
                    new ParameterStore(scope, false),
                    new NDList(part.array(scope, architecture)),
                    false)
                .singletonOrThrow();
        float[] flat = output.toFloatArray();
        int width = flat.length / (to - from);
        for (int i = from; i < to; i++) {
          outputs[i] = Arrays.copyOfRange(flat, (i - from) * width, (i - from + 1) * width);
        }
      }
    }
    return outputs;
  }
}
