package io.salus.learning.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import io.salus.learning.torch.Torch;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A feed-forward network with ReLU layers and one output, the log-odds; runs in PyTorch. Close it
 * to free its native memory.
 */
public final class NeuralNetwork implements Classifier {
  public static final String ALGORITHM = "neural-network";
  private final NDManager manager;
  private final SequentialBlock block;

  /** Calls share it; closing waits for them. */
  private final ReadWriteLock use = new ReentrantReadWriteLock();

  private NeuralNetwork(NDManager manager, SequentialBlock block) {
    this.manager = manager;
    this.block = block;
  }

  /** Untrained layers. */
  private static SequentialBlock layers(List<Integer> hidden) {
    SequentialBlock layers = new SequentialBlock();
    for (int units : hidden) {
      layers.add(Linear.builder().setUnits(units).build()).add(Activation::relu);
    }
    return layers.add(Linear.builder().setUnits(1).build());
  }

  /**
   * Loads a trained network.
   *
   * @param parameters what its training gave
   * @param hidden units of each hidden layer
   * @throws IOException when the parameters are not those of such a network
   */
  public static NeuralNetwork load(byte[] parameters, List<Integer> hidden) throws IOException {
    NDManager manager = Torch.newManager();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(parameters))) {
      SequentialBlock block = layers(hidden);
      block.loadParameters(manager, in);
      // Without this, each answer would record a graph for gradients.
      block.freezeParameters(true);
      return new NeuralNetwork(manager, block);
    } catch (Exception e) {
      manager.close();
      throw new IOException("not the parameters of such a network", e);
    }
  }

  @Override
  public String algorithm() {
    return ALGORITHM;
  }

  @Override
  public double[] margins(double[][] encoded) {
    if (encoded.length == 0) {
      return new double[0];
    }
    use.readLock().lock();
    try (NDManager scope = manager.newSubManager()) {
      NDArray input = array(scope, encoded);
      NDArray output =
          block
              .forward(new ParameterStore(scope, false), new NDList(input), false)
              .singletonOrThrow();
      return wide(output);
    } finally {
      use.readLock().unlock();
    }
  }

  private static double[] wide(NDArray array) {
    float[] values = array.toFloatArray();
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** Rows as one FP32 array. */
  private static NDArray array(NDManager manager, double[][] rows) {
    int width = rows[0].length;
    float[] flat = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < width; j++) {
        flat[i * width + j] = (float) rows[i][j];
      }
    }
    return manager.create(flat, new Shape(rows.length, width));
  }

  @Override
  public void close() {
    use.writeLock().lock();
    try {
      manager.close();
    } finally {
      use.writeLock().unlock();
    }
  }
}
