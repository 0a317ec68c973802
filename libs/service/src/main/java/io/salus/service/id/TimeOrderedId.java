package io.salus.service.id;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * UUIDs of version 7 (RFC 9562, section 5.7): ordered by time, so that new keys land at the right
 * end of an index. Within this process each one is greater than the last.
 */
public final class TimeOrderedId {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Milliseconds since 1970 in the upper 52 bits, a counter in the lower 12. */
  private static final AtomicLong LAST = new AtomicLong();

  private TimeOrderedId() {}

  /** The next one. */
  public static UUID next() {
    long now = System.currentTimeMillis() << 12;
    long stamp = LAST.updateAndGet(last -> Math.max(last + 1, now));
    long high = ((stamp & ~0xfffL) << 4) | 0x7000L | (stamp & 0xfffL);
    long low = (RANDOM.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low);
  }
}
