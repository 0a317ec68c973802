package io.salus.cli.bench.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class VisitHistoryTest {
  /** Encounters 30, 10, 20 of patient a, and 15 of patient b. */
  private final VisitHistory history =
      VisitHistory.of(List.of("a", "a", "b", "a"), List.of("30", "10", "15", "20"));

  @Test
  void knowsEarlierEncountersOfTheSamePatientOnly() {
    assertEquals(2, history.count(0));
    assertEquals(0, history.count(1));
    assertEquals(0, history.count(2));
    assertEquals(1, history.count(3));
    assertEquals(3, history.last(0));
    assertEquals(1, history.last(3));
    assertEquals(-1, history.last(1));
  }

  @Test
  void sumsNothingThatIsStillToCome() {
    assertEquals(3 + 1, history.sum(0, row -> row), 0);
    assertEquals(0, history.sum(1, row -> 1), 0);
  }
}
