package io.salus.cli.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  @Test
  void waitsLongerEachTimeButNeverTooLong() {
    var backoff = new Backoff();
    Duration first = backoff.after(SHORT);
    Duration second = backoff.after(SHORT);
    Duration last = second;
    for (int i = 0; i < 60; i++) {
      last = backoff.after(SHORT);
    }
    assertTrue(second.compareTo(first) > 0);
    assertEquals(Duration.ofSeconds(20), last);
  }

  @Test
  void forgivesAfterAGoodRun() {
    var backoff = new Backoff();
    Duration first = backoff.after(SHORT);
    backoff.after(SHORT);
    assertEquals(first, backoff.after(Duration.ofMinutes(5)));
  }
}
