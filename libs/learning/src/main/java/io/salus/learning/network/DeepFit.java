package io.salus.learning.network;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

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

  void write(DataOutputStream out) throws IOException {
    out.writeInt(epochs);
    out.writeInt(bestEpoch);
    out.writeDouble(heldLoss);
    out.writeInt(parameters.length);
    out.write(parameters);
  }

  /** What {@link #write} wrote. */
  static DeepFit read(DataInputStream in) throws IOException {
    int epochs = in.readInt();
    int bestEpoch = in.readInt();
    double heldLoss = in.readDouble();
    return new DeepFit(in.readNBytes(in.readInt()), epochs, bestEpoch, heldLoss);
  }
}
