package io.salus.learning.network;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import io.salus.learning.torch.Torch;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A trained network. Close it to free its native memory. Not for several threads at once. */
public final class DeepNetwork implements AutoCloseable {
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
    return Answers.of(block, manager, architecture, samples);
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
      errors[i] = HeldLoss.squaredError(samples.value(i), back[i]);
    }
    return errors;
  }

  /** Weights of all layers, in order; a batch normalisation has four arrays. */
  List<float[]> weights() {
    return block.getParameters().values().stream()
        .map(parameter -> parameter.getArray().toFloatArray())
        .toList();
  }

  @Override
  public void close() {
    manager.close();
  }
}
