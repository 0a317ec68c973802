package io.salus.cli.stack;

import java.time.Duration;

/** Ends processes: politely first, then for sure. */
final class Stopping {
  private Stopping() {}

  static void stop(ProcessIdentity process, String signal, int graceSeconds) {
    process.signal(signal);
    if (!gone(process, Duration.ofSeconds(graceSeconds))) {
      process.signal("KILL");
      gone(process, Duration.ofSeconds(10));
    }
  }

  static boolean gone(ProcessIdentity process, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (process.alive()) {
      if (System.nanoTime() > end || !Waiting.pause(Duration.ofMillis(50))) {
        return !process.alive();
      }
    }
    return true;
  }
}
