package io.salus.learning.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.learning.metric.Discrimination;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RandomForestTest {
  private final double[][] x = TreeData.checkers(800, 1);

  @Test
  void answersTheMeanVote() {
    double[] votes = TreeData.scores(fit(1), TreeData.checkers(500, 2));

    assertTrue(DoubleStream.of(votes).allMatch(vote -> vote >= 0 && vote <= 1 + 1e-12));
    assertEquals(0.5, DoubleStream.of(votes).average().orElseThrow(), 0.1);
  }

  @Test
  void learnsWhatTwoInputsSayTogether() {
    double[][] unseen = TreeData.checkers(1000, 2);

    double[] votes = TreeData.scores(fit(1), unseen);

    assertTrue(Discrimination.auroc(votes, TreeData.outcomes(unseen)) > 0.95);
  }

  @Test
  void growsFullTreesOnDistinctRows() {
    ForestSettings single = new ForestSettings(1, 4, 1, Integer.MAX_VALUE, 1);

    TreeEnsemble tree =
        RandomForest.fit(x, new int[4], TreeData.outcomes(x), single, 1, share -> {});

    // Rows that were drawn are answered without error, and nearly two of three are.
    long right = 0;
    for (int i = 0; i < x.length; i++) {
      right += tree.score(x[i]) == (TreeData.outcomes(x)[i] ? 1 : 0) ? 1 : 0;
    }
    assertTrue(right > 0.63 * x.length);
  }

  @Test
  void givesTheSameBitsOnOneThreadAndOnMany() throws Exception {
    double[] alone;
    try (ForkJoinPool pool = new ForkJoinPool(1)) {
      alone = pool.submit(() -> TreeData.scores(fit(5), x)).get();
    }
    try (ForkJoinPool pool = new ForkJoinPool(4)) {
      assertArrayEquals(alone, pool.submit(() -> TreeData.scores(fit(5), x)).get(), 0);
    }
  }

  private TreeEnsemble fit(long seed) {
    return RandomForest.fit(
        x,
        new int[4],
        TreeData.outcomes(x),
        new ForestSettings(60, 2, 1, Integer.MAX_VALUE, 1),
        seed,
        share -> {});
  }
}
