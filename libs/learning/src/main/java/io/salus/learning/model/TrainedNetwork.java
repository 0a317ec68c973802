package io.salus.learning.model;

/** What a training of a {@link NeuralNetwork} gave. */
public final class TrainedNetwork {
  private final byte[] parameters;
  private final int epochs;
  private final int bestEpoch;
  private final double validationLoss;

  TrainedNetwork(byte[] parameters, int epochs, int bestEpoch, double validationLoss) {
    this.parameters = parameters;
    this.epochs = epochs;
    this.bestEpoch = bestEpoch;
    this.validationLoss = validationLoss;
  }

  /** What {@link NeuralNetwork#load} takes, a copy. */
  public byte[] parameters() {
    return parameters.clone();
  }

  /** Epochs that were run. */
  public int epochs() {
    return epochs;
  }

  /** The epoch that was kept, from 1. */
  public int bestEpoch() {
    return bestEpoch;
  }

  /** Log loss of the kept epoch on the validation fold. */
  public double validationLoss() {
    return validationLoss;
  }
}
