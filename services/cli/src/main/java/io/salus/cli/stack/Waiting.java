package io.salus.cli.stack;

import java.time.Duration;

/** Waiting for something outside of this process that tells nobody when it is done. */
public final class Waiting {
  private Waiting() {}

  /** False when the thread was asked to end. */
  public static boolean pause(Duration duration) {
    try {
      Thread.sleep(duration);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
