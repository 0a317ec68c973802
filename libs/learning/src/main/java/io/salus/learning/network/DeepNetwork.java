package io.salus.learning.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.salus.learning.torch.Torch;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A trained network. Close it to free its native memory. Not for several threads at once. */
public final class DeepNetwork implements AutoCloseable {
  /** Rows at once: larger batches gain nothing and take memory. */
  private static final int BATCH = 256;

  private final Architecture architecture;
  private final NDManager manager;
  private final Block block;

  private DeepNetwork(Architecture architecture, NDManager manager, Block block) {
    this.architecture = architecture;
    this.manager = manager;
    this.block = block;
  }

  /**
   * Loads what {@link DeepTraining} gave.
   *
   * @throws IOException when the parameters are not those of such a network
   */
  public static DeepNetwork load(Architecture architecture, byte[] parameters) throws IOException {
    NDManager manager = Torch.newManager();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(parameters))) {
      Block block = architecture.block();
      block.loadParameters(manager, in);
      block.freezeParameters(true);
      return new DeepNetwork(architecture, manager, block);
    } catch (Exception e) {
      manager.close();
      throw new IOException("not the parameters of such a network", e);
    }
  }

  /** What the last layer answers, one array a row. */
  public float[][] outputs(Samples samples) {
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

  /** Log-odds of the one outcome of a network with one output. */
  public double[] margins(Samples samples) {
    return Arrays.stream(outputs(samples)).mapToDouble(output -> output[0]).toArray();
  }

  /** The likeliest class of each row. */
  public int[] classes(Samples samples) {
    return Arrays.stream(outputs(samples))
        .mapToInt(
            output ->
                IntStream.range(0, output.length)
                    .reduce((a, b) -> output[b] > output[a] ? b : a)
                    .orElse(0))
        .toArray();
  }

  /** Mean squared error with which an autoencoder gives each row back: high for what is unlike. */
  public double[] anomalies(Samples samples) {
    float[][] back = outputs(samples);
    double[] errors = new double[back.length];
    for (int i = 0; i < errors.length; i++) {
      float[] row = samples.value(i);
      for (int j = 0; j < row.length; j++) {
        errors[i] += (row[j] - back[i][j]) * (double) (row[j] - back[i][j]) / row.length;
      }
    }
    return errors;
  }

  @Override
  public void close() {
    manager.close();
  }
}
