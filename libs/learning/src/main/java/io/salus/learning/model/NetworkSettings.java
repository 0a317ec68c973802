package io.salus.learning.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hyperparameters of a {@link NeuralNetwork}.
 *
 * @param hidden units of each hidden layer
 * @param learningRate step size of AdamW
 * @param weightDecay decoupled decay of AdamW
 * @param batchSize patients a step; 0 takes a sixteenth of them, 16 to 512
 * @param mostEpochs passes over the training fold at most
 * @param patience epochs without a better validation loss after which the fit ends
 * @param positiveWeight weight of a row with the outcome; 1 weighs all alike, and so do files from
 *     before there were weights
 */
public record NetworkSettings(
    List<Integer> hidden,
    double learningRate,
    double weightDecay,
    int batchSize,
    int mostEpochs,
    int patience,
    @Nullable Double positiveWeight) {
  public NetworkSettings {
    hidden = List.copyOf(hidden);
    if (hidden.stream().anyMatch(units -> units < 1)
        || !(learningRate > 0)
        || !(weightDecay >= 0)
        || batchSize < 0
        || mostEpochs < 1
        || patience < 1
        || (positiveWeight != null && !(positiveWeight > 0))) {
      throw new IllegalArgumentException("no such network");
    }
  }

  /** Without weights. */
  public NetworkSettings(
      List<Integer> hidden,
      double learningRate,
      double weightDecay,
      int batchSize,
      int mostEpochs,
      int patience) {
    this(hidden, learningRate, weightDecay, batchSize, mostEpochs, patience, 1.0);
  }

  /** Weight of a row with the outcome, or without it. */
  public double weight(boolean outcome) {
    return outcome && positiveWeight != null ? positiveWeight : 1;
  }

  /** Small enough not to learn a few hundred patients by heart at once. */
  public static NetworkSettings standard() {
    return new NetworkSettings(List.of(32, 16), 0.003, 0.05, 0, 200, 20);
  }

  /** The standard one with its batch size. */
  public static NetworkSettings forRows(int rows) {
    return standard().forBatchesOf(rows);
  }

  /** The same, its batches of a size for so many rows where it has none. */
  public NetworkSettings forBatchesOf(int rows) {
    return batchSize > 0
        ? this
        : new NetworkSettings(
            hidden,
            learningRate,
            weightDecay,
            Math.clamp(rows / 16, 16, 512),
            mostEpochs,
            patience,
            positiveWeight);
  }
}
