package io.salus.testkit;

import java.time.Instant;

/**
 * The clock's next millisecond. Times of versions go no finer, so what is written within one has no
 * order in time: a test that names the order lets the clock tick between its writes.
 */
public final class NextMillisecond {
  private NextMillisecond() {}

  /** Returns once the clock shows another millisecond than now. */
  public static void await() {
    long before = Instant.now().toEpochMilli();
    while (Instant.now().toEpochMilli() <= before) {
      Thread.onSpinWait();
    }
  }
}
