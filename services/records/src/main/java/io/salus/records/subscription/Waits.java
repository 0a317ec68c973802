package io.salus.records.subscription;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after so many failures in a row: twice as long each time, up to a bound, and a
 * random half of it, so that many subscriptions do not come back to one endpoint at one moment.
 */
record Waits(Duration first, Duration longest, RandomGenerator random) {
  Duration after(int failures) {
    long doubled = first.toMillis() << Math.min(30, Math.max(0, failures - 1));
    long bound = Math.max(1, Math.min(longest.toMillis(), doubled));
    return Duration.ofMillis(bound / 2 + random.nextLong(bound / 2 + 1));
  }
}
