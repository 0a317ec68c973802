package io.salus.learning.tree;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Independent pieces of work, on all cores where that pays. */
final class Cores {
  /** Below so many small steps a second thread costs more than it saves. */
  private static final long WORTH_SHARING = 50_000;

  private Cores() {}

  /**
   * Does the pieces; what each writes must be its own.
   *
   * @param steps small steps of all pieces together
   */
  static void each(int pieces, long steps, IntConsumer piece) {
    if (steps < WORTH_SHARING) {
      for (int i = 0; i < pieces; i++) {
        piece.accept(i);
      }
    } else {
      IntStream.range(0, pieces).parallel().forEach(piece);
    }
  }
}
