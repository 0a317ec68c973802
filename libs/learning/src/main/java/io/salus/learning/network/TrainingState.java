package io.salus.learning.network;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;

/** How far a training is at the end of an epoch, and the best it found. */
final class TrainingState {
  private final int epoch;
  private final int bestEpoch;
  private final double bestLoss;
  private final byte[] best;
  private final byte[] network;

  private TrainingState(int epoch, int bestEpoch, double bestLoss, byte[] best, byte[] network) {
    this.epoch = epoch;
    this.bestEpoch = bestEpoch;
    this.bestLoss = bestLoss;
    this.best = best;
    this.network = network;
  }

  /**
   * What a training is: a state is taken up by the same one only.
   *
   * @param data checksum of its rows
   */
  record Origin(Architecture architecture, Schedule schedule, long seed, long data) {}

  /** Takes a network's weights and the optimiser's state out of a state. */
  @FunctionalInterface
  interface Restoring {
    void from(DataInputStream in) throws IOException;
  }

  static TrainingState read(Optional<byte[]> kept, Origin origin) throws IOException {
    if (kept.isPresent()) {
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(kept.get()))) {
        if (in.readUTF().equals(origin.toString())) {
          return new TrainingState(
              in.readInt(),
              in.readInt(),
              in.readDouble(),
              in.readNBytes(in.readInt()),
              in.readNBytes(in.readInt()));
        }
      }
    }
    return new TrainingState(0, 0, Double.POSITIVE_INFINITY, new byte[0], new byte[0]);
  }

  byte[] bytes(Origin origin, byte[] written) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(origin.toString());
      out.writeInt(epoch);
      out.writeInt(bestEpoch);
      out.writeDouble(bestLoss);
      out.writeInt(best.length);
      out.write(best);
      out.writeInt(written.length);
      out.write(written);
    }
    return bytes.toByteArray();
  }

  void restore(Restoring restoring) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(network))) {
      restoring.from(in);
    }
  }

  /** After one more epoch; a loss of NaN is none. */
  TrainingState next(double loss, Saving.Written weights) throws IOException {
    return loss < bestLoss
        ? new TrainingState(epoch + 1, epoch + 1, loss, weights.bytes(), network)
        : new TrainingState(epoch + 1, bestEpoch, bestLoss, best, network);
  }

  /** Epochs since the best one. */
  int stale() {
    return epoch - bestEpoch;
  }

  int epoch() {
    return epoch;
  }

  int bestEpoch() {
    return bestEpoch;
  }

  double bestLoss() {
    return bestLoss;
  }

  byte[] best() {
    return best;
  }
}
