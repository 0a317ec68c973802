package io.salus.learning.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.learning.Patients;
import io.salus.learning.fit.Algorithm;
import io.salus.learning.fit.CalibrationMethod;
import io.salus.learning.fit.FittedModel;
import io.salus.learning.fit.Learner;
import io.salus.learning.fit.Settings;
import io.salus.learning.linear.LogisticSettings;
import io.salus.learning.table.Column;
import io.salus.learning.table.Table;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
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

  @Test
  void choosesTheAutoencoderWhoseErrorTellsMoreNotTheOneWithTheSmallerError() throws IOException {
    Algorithm wide = autoencoder("[64]");
    Algorithm narrow = autoencoder("[16, 2]");
    Table table = alike(400);

    List<Trial> trials = Search.ofFits(3, 1, 9).trials(table, List.of(wide, narrow), share -> {});

    assertEquals(narrow, trials.getFirst().algorithm());
    assertTrue(trials.getFirst().logLoss() < 0.5, "of the share alone it would be 0.56");
    assertTrue(error(wide, table) < error(narrow, table));
  }

  private static Algorithm autoencoder(String hidden) throws IOException {
    String settings = "{\"learning_rate\": 0.01, \"hidden\": " + hidden + "}";
    return Settings.read("autoencoder", new ObjectMapper().readTree(settings));
  }

  private static double error(Algorithm autoencoder, Table table) {
    FittedModel model = new Learner(autoencoder, CalibrationMethod.NONE, 1).fit(table, share -> {});
    return Arrays.stream(model.scores(table)).average().orElseThrow();
  }

  /** All features say nearly the same, but not of a quarter of the patients. */
  private static Table alike(int rows) {
    Random random = new Random(1);
    double[][] cells = new double[6][rows];
    boolean[] labels = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = i % 4 == 0;
      double common = random.nextGaussian();
      for (double[] column : cells) {
        column[i] = common + (labels[i] ? 0.6 : 0.3) * random.nextGaussian();
      }
    }
    return new Table(
        IntStream.range(0, rows).mapToObj(i -> "patient-" + i).toList(),
        Collections.nCopies(rows, "2020-01-01"),
        labels,
        IntStream.range(0, cells.length)
            .mapToObj(j -> Column.numbers("feature-" + j, cells[j]))
            .toList(),
        Map.of());
  }
}
