package io.salus.learning.network;

import java.io.IOException;

/** Hands out states so often that it takes no more than a twentieth of the time. */
final class Saving {
  private static final long SHARE = 20;
  private final Watch watch;
  private long next = System.nanoTime();

  Saving(Watch watch) {
    this.watch = watch;
  }

  /** Bytes of a state. */
  @FunctionalInterface
  interface Written {
    byte[] bytes() throws IOException;
  }

  void offer(TrainingState state, TrainingState.Origin origin, Written network) throws IOException {
    long begin = System.nanoTime();
    if (begin < next) {
      return;
    }
    watch.keep(state.bytes(origin, network.bytes()));
    long end = System.nanoTime();
    next = end + SHARE * (end - begin);
  }
}
