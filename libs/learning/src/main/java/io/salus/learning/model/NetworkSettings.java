package io.salus.learning.model;

import java.util.List;

/**
 * Hyperparameters of a {@link NeuralNetwork}.
 *
 * @param hidden units of each hidden layer
 * @param learningRate step size of AdamW
 * @param weightDecay decoupled decay of AdamW
 * @param batchSize patients a step
 * @param mostEpochs passes over the training fold at most
 * @param patience epochs without a better validation loss after which the fit ends
 */
public record NetworkSettings(
    List<Integer> hidden,
    double learningRate,
    double weightDecay,
    int batchSize,
    int mostEpochs,
    int patience) {
  /** Small enough not to learn a few hundred patients by heart at once. */
  public static NetworkSettings forRows(int rows) {
    return new NetworkSettings(
        List.of(32, 16), 0.003, 0.05, Math.clamp(rows / 16, 16, 512), 200, 20);
  }
}
