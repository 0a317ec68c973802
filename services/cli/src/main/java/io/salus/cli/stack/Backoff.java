package io.salus.cli.stack;

import java.time.Duration;

/**
 * Growing pauses between starts of something that keeps dying; a long good run forgives everything.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 200;
  private static final long MOST_MILLIS = 20_000;
  private static final Duration GOOD_RUN = Duration.ofSeconds(60);

  private int failures;

  /** The pause after a run of this length. */
  Duration after(Duration run) {
    failures = run.compareTo(GOOD_RUN) >= 0 ? 0 : failures;
    long millis = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(failures, 10));
    failures++;
    return Duration.ofMillis(millis);
  }
}
