package io.salus.learning.search;

import java.time.Duration;

/**
 * How much a search may spend.
 *
 * @param fits models that it may train; the result depends on nothing but this and the seed
 * @param time when no further model is begun, however many are left; a search that ends by it may
 *     choose another model on another machine
 */
public record Budget(int fits, Duration time) {
  public Budget {
    if (fits < 1 || time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("nothing to spend");
    }
  }
}
