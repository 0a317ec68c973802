package io.salus.cli.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SamplesTest {
  private static Samples milliseconds(int from, int to) {
    var samples = new Samples();
    for (int i = to; i >= from; i--) {
      samples.add(i * 1_000_000L);
    }
    return samples;
  }

  @Test
  void answersNearestRanks() {
    Measured measured = milliseconds(1, 100).measured(2);
    assertEquals(50, measured.perSecond());
    assertEquals(50.5, measured.meanMillis());
    assertEquals(50, measured.p50Millis());
    assertEquals(99, measured.p99Millis());
  }

  @Test
  void countsTheWorstOfAFew() {
    assertEquals(3, milliseconds(1, 3).measured(1).p99Millis());
  }

  @Test
  void joinsClientsAndKeepsErrorsOutOfRates() {
    Samples all = milliseconds(1, 5000);
    Samples other = milliseconds(1, 5000);
    other.fail();
    all.add(other);
    Measured measured = all.measured(10);
    assertEquals(1000, measured.perSecond());
    assertEquals(1, measured.errors());
  }

  @Test
  void knowsNoTimesOfNothing() {
    assertTrue(Double.isNaN(new Samples().measured(1).p50Millis()));
  }
}
