package io.salus.learning.network;

/** What a training of a network gave. */
public final class DeepFit {
  private final byte[] parameters;
  private final int epochs;
  private final int bestEpoch;
  private final double heldLoss;

  DeepFit(byte[] parameters, int epochs, int bestEpoch, double heldLoss) {
    this.parameters = parameters;
    this.epochs = epochs;
    this.bestEpoch = bestEpoch;
    this.heldLoss = heldLoss;
  }

  /** What {@link DeepNetwork#load} takes, a copy. */
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

  /** Loss of the kept epoch on the rows held out; NaN without any. */
  public double heldLoss() {
    return heldLoss;
  }
}
