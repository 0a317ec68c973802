package io.salus.learning.network;

import io.salus.learning.model.NetworkSettings;
import io.salus.learning.model.NeuralNetwork;
import java.io.IOException;

/**
 * Trains a network of ReLU layers with one output, the log-odds, in steps of one size, and keeps
 * the epoch with the lowest log loss on rows held out.
 */
public final class NetworkTraining {
  private final NetworkSettings settings;
  private final long seed;

  public NetworkTraining(NetworkSettings settings, long seed) {
    this.settings = settings;
    this.seed = seed;
  }

  /**
   * Trains; {@link NeuralNetwork#load} takes the parameters.
   *
   * @param held rows that stop it
   */
  public DeepFit train(Samples samples, Samples held, Watch watch) throws IOException {
    NetworkSettings of = settings.forBatchesOf(samples.rows());
    Schedule schedule =
        Schedule.steady(
            of.mostEpochs(), of.batchSize(), of.learningRate(), of.weightDecay(), of.weight(true));
    return new DeepTraining(architecture(samples), schedule, seed)
        .train(samples, held, of.patience(), watch);
  }

  /** Its layers, for rows as wide as these. */
  public Architecture.Perceptron architecture(Samples samples) {
    return new Architecture.Perceptron(samples.value(0).length, settings.hidden(), 1);
  }
}
