package io.salus.inference.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Of an event loop whose time passes only when the test says so. */
class WakefulTest {
  private static final long BETWEEN = Wakeful.MOMENT / 2;

  private final Queue<Runnable> loop = new ArrayDeque<>();
  private long now = 1_000_000_000;
  private final Wakeful wakeful = new Wakeful(() -> now);

  private boolean asleep() {
    return loop.isEmpty();
  }

  /** Lets the loop do what it has to do until the time has passed, or until it sleeps. */
  private void spin(long nanos, long turn) {
    for (long end = now + nanos; now < end && !asleep(); now += turn) {
      for (int i = 0; i < Wakeful.TURN && !asleep(); i++) {
        loop.remove().run();
      }
    }
  }

  private void request(long after) {
    now += after;
    wakeful.came(now);
    wakeful.answered(loop::add);
  }

  private void conversation() {
    for (int i = 0; i <= Wakeful.OFTEN; i++) {
      request(BETWEEN);
    }
  }

  @Test
  void staysAwakeWhereRequestsComeSoon() {
    conversation();
    spin(BETWEEN, 1_000);
    assertFalse(asleep());
    for (int i = 0; i < 1_000; i++) {
      request(0);
      spin(BETWEEN, 1_000);
      assertFalse(asleep());
      assertEquals(1, loop.size(), "one task, however many requests");
    }
  }

  @Test
  void sleepsWhenNobodyComesAndDoesNotTryAgainSoon() {
    conversation();
    spin(10 * Wakeful.MOMENT, 1_000);
    assertTrue(asleep());
    for (int i = 0; i < Wakeful.OFTEN; i++) {
      request(BETWEEN);
      assertTrue(asleep(), "after " + i);
    }
    request(BETWEEN);
    assertFalse(asleep());
  }

  @Test
  void neverStaysAwakeForRequestsThatAreFarApart() {
    for (int i = 0; i < 10 * Wakeful.OFTEN; i++) {
      request(i % Wakeful.OFTEN == 0 ? 2 * Wakeful.MOMENT : BETWEEN);
      assertTrue(asleep());
    }
  }

  @Test
  void restsWhenAnotherThreadHadTheCore() {
    conversation();
    spin(3 * Wakeful.STEP, 2 * Wakeful.STEP);
    assertTrue(asleep());
    long end = now + Wakeful.REST;
    while (now + BETWEEN < end) {
      request(BETWEEN);
      assertTrue(asleep());
    }
    request(2 * BETWEEN);
    assertFalse(asleep());
  }
}
