package io.salus.learning.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.learning.metric.Discrimination;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class GradientBoostingTest {
  @Test
  void leavesHaveTheValueOfTheFormula() {
    // Half of 8 rows positive: p = 1/2, g = p - y, h = 1/4. Left: 4 negatives, G = 2, H = 1; with
    // lambda 1 the leaf is -2 / (1 + 1) = -1, right the opposite; times the rate 0.1.
    double[][] x = {{1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}};
    boolean[] y = {false, false, false, false, true, true, true, true};
    BoostingSettings one = new BoostingSettings(1, 0.1, 2, 1, 1, 1, 0, 1, 1, 0, 1, 1);

    TreeEnsemble model =
        GradientBoosting.fit(x, new int[1], y, TreeData.alone(8), one, 1, share -> {});

    assertEquals(0, model.base(), 1e-12);
    assertEquals(-0.1, model.score(new double[] {4}), 1e-12);
    assertEquals(0.1, model.score(new double[] {4.6}), 1e-12);
  }

  @Test
  void learnsWhatTwoInputsSayTogether() {
    double[][] x = TreeData.checkers(2000, 1);
    double[][] unseen = TreeData.checkers(2000, 2);

    TreeEnsemble model = fit(x, BoostingSettings.standard(), 1);

    assertTrue(
        Discrimination.auroc(TreeData.scores(model, unseen), TreeData.outcomes(unseen)) > 0.98);
  }

  @Test
  void stopsWhenHeldOutRowsGetNoBetter() {
    double[][] x = TreeData.checkers(1000, 1);
    Random coin = new Random(5);
    boolean[] noise = new boolean[x.length];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = coin.nextBoolean();
    }

    TreeEnsemble model =
        GradientBoosting.fit(
            x,
            new int[4],
            noise,
            TreeData.alone(x.length),
            BoostingSettings.standard(),
            1,
            share -> {});

    assertTrue(model.trees().size() < 60, model.trees().size() + " trees on noise");
  }

  /** As rows that learn they tell the outcome; as new patients are known, they tell nothing. */
  @Test
  void isStoppedByRowsAsTheyAreWhenTheyAreHeldOut() {
    double[][] x = TreeData.checkers(1000, 1);
    double[][] unseen = TreeData.checkers(1000, 2);

    TreeEnsemble misled = fit(x, BoostingSettings.standard(), 1);
    TreeEnsemble stopped =
        GradientBoosting.fit(
            x,
            unseen,
            new int[4],
            TreeData.outcomes(x),
            TreeData.alone(x.length),
            BoostingSettings.standard(),
            1,
            share -> {});

    assertTrue(misled.trees().size() > 100, misled.trees().size() + " trees");
    assertTrue(stopped.trees().size() < 20, stopped.trees().size() + " trees");
  }

  @Test
  void givesTheSameBitsOnOneThreadAndOnMany() throws Exception {
    double[][] x = TreeData.checkers(15_000, 1);
    BoostingSettings few = new BoostingSettings(8, 0.1, 31, 8, 20, 1, 10, 0.8, 0.7, 5, 2, 1);

    double[][] scores = new double[3][];
    for (int i = 0; i < 3; i++) {
      int threads = new int[] {1, 4, 4}[i];
      try (ForkJoinPool pool = new ForkJoinPool(threads)) {
        scores[i] = pool.submit(() -> TreeData.scores(fit(x, few, 7), x)).get();
      }
    }

    assertArrayEquals(scores[0], scores[1], 0);
    assertArrayEquals(scores[0], scores[2], 0);
  }

  @Test
  void learnsWhereMissingValuesGo() {
    // Missing means the outcome, as high values do.
    double[][] x = new double[400][1];
    boolean[] y = new boolean[400];
    for (int i = 0; i < 400; i++) {
      x[i][0] = i % 4 == 0 ? Double.NaN : i % 4;
      y[i] = i % 4 == 0 || i % 4 == 3;
    }
    BoostingSettings stump = new BoostingSettings(1, 1, 2, 1, 1, 0, 0, 1, 1, 0, 1, 1);

    TreeEnsemble model =
        GradientBoosting.fit(x, new int[1], y, TreeData.alone(400), stump, 1, share -> {});

    assertTrue(model.score(new double[] {Double.NaN}) > 1);
    assertTrue(model.score(new double[] {3}) > 1);
    assertTrue(model.score(new double[] {2}) < -1);
  }

  @Test
  void groupsLevelsWhateverTheirOrder() {
    // Levels 1, 4 and 5 of 6 have the outcome: one split says so.
    double[][] x = new double[600][1];
    boolean[] y = new boolean[600];
    for (int i = 0; i < 600; i++) {
      x[i][0] = i % 6;
      y[i] = i % 6 == 1 || i % 6 >= 4;
    }
    BoostingSettings stump = new BoostingSettings(1, 1, 2, 1, 1, 0, 1, 1, 1, 0, 1, 1);

    TreeEnsemble model =
        GradientBoosting.fit(x, new int[] {6}, y, TreeData.alone(600), stump, 1, share -> {});

    for (int level = 0; level < 6; level++) {
      assertEquals(level == 1 || level >= 4, model.score(new double[] {level}) > 0);
    }
  }

  @Test
  void weightsMoveProbabilitiesUp() {
    double[][] x = TreeData.checkers(500, 3);
    boolean[] rare = new boolean[500];
    Arrays.fill(rare, 0, 50, true);
    BoostingSettings plain = new BoostingSettings(5, 0.1, 4, 3, 20, 1, 10, 1, 1, 0, 1, 1);
    BoostingSettings weighted = new BoostingSettings(5, 0.1, 4, 3, 20, 1, 10, 1, 1, 0, 1, 9);

    double without =
        mean(GradientBoosting.fit(x, new int[4], rare, TreeData.alone(500), plain, 1, s -> {}), x);
    double with =
        mean(
            GradientBoosting.fit(x, new int[4], rare, TreeData.alone(500), weighted, 1, s -> {}),
            x);

    assertEquals(Math.log(50.5 / 450.5), without, 0.3);
    assertEquals(0, with, 0.3);
  }

  @Test
  void endsWhenItsListenerThrows() {
    double[][] x = TreeData.checkers(300, 1);

    assertThrows(
        CancellationException.class,
        () ->
            GradientBoosting.fit(
                x,
                new int[4],
                TreeData.outcomes(x),
                TreeData.alone(300),
                BoostingSettings.standard(),
                1,
                share -> {
                  if (share > 0.01) {
                    throw new CancellationException();
                  }
                }));
  }

  private static double mean(TreeEnsemble model, double[][] x) {
    return Arrays.stream(TreeData.scores(model, x)).average().orElseThrow();
  }

  private static TreeEnsemble fit(double[][] x, BoostingSettings settings, long seed) {
    return GradientBoosting.fit(
        x, new int[4], TreeData.outcomes(x), TreeData.alone(x.length), settings, seed, share -> {});
  }
}
