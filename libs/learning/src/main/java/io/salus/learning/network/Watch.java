package io.salus.learning.network;

import io.salus.learning.model.FitProgress;
import java.util.Optional;

/** Whoever watches a training: hears how far it is, may end it, and keeps what a next one needs. */
public interface Watch {
  /**
   * Told before every batch; an exception thrown here ends the training.
   *
   * @param epoch passes over the rows that are finished
   * @param epochs passes at most
   * @param share of the longest possible training that is done, 0 to 1
   */
  void at(int epoch, int epochs, double share);

  /** What an earlier attempt at the same training left. */
  Optional<byte[]> kept();

  /** Takes what the next attempt would need; asked at ends of epochs. */
  void keep(byte[] state);

  /** One that keeps nothing. */
  static Watch of(FitProgress progress) {
    return new Watch() {
      @Override
      public void at(int epoch, int epochs, double share) {
        progress.at(share);
      }

      @Override
      public Optional<byte[]> kept() {
        return Optional.empty();
      }

      @Override
      public void keep(byte[] state) {
        // Who only listens starts anew.
      }
    };
  }
}
