package io.salus.learning.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.learning.Patients;
import io.salus.learning.fit.Algorithm;
import io.salus.learning.linear.LogisticSettings;
import io.salus.learning.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SearchTest {
  private final Table table = Patients.some(400, 1.5, 1);
  private final List<Algorithm> penalties =
      Stream.of(100.0, 10.0, 1.0, 0.01)
          .<Algorithm>map(l2 -> new Algorithm.Logistic(LogisticSettings.ridge(l2)))
          .toList();

  @Test
  void findsThePenaltyThatPredictsBest() {
    List<Trial> trials = Search.ofFits(4, 1, 100).trials(table, penalties, share -> {});

    assertEquals(penalties.get(3), trials.getFirst().algorithm());
    assertEquals(4, trials.getFirst().folds());
  }

  @Test
  void halvesWhoGoesOnAfterEveryFold() {
    List<Trial> trials = Search.ofFits(4, 1, 100).trials(table, penalties, share -> {});

    assertEquals(List.of(4, 2, 1, 1), trials.stream().map(Trial::folds).toList());
  }

  @Test
  void spendsNoMoreModelsThanItsBudget() {
    List<Trial> trials = Search.ofFits(4, 1, 3).trials(table, penalties, share -> {});

    assertEquals(3, trials.stream().mapToInt(Trial::folds).sum());
  }

  @Test
  void beginsNothingAfterItsTime() {
    Deque<Instant> times = new ArrayDeque<>(List.of(Instant.EPOCH, Instant.EPOCH));
    Search search =
        new Search(
            4,
            1,
            new Budget(100, Duration.ofMinutes(1)),
            () -> times.isEmpty() ? Instant.EPOCH.plusSeconds(61) : times.remove());

    assertTrue(search.trials(table, penalties, share -> {}).size() <= 2);
  }
}
