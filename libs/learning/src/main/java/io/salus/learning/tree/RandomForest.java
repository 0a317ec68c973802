package io.salus.learning.tree;

import io.salus.learning.model.FitProgress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Breiman, "Random forests", Machine Learning 45 (2001), section 4: every tree grows on as many
 * rows as there are, drawn with replacement, and every node chooses among some inputs that it
 * draws. Splits lower Gini impurity most (with G = -(positives) and H = rows the gain of {@link
 * SplitSearch} is twice the decrease of Gini impurity, times rows). The answer is the mean over the
 * trees of the share of positives in the leaf, from 0 to 1.
 */
public final class RandomForest {
  /** Trees between two calls of the listener. */
  private static final int AT_ONCE = 32;

  private RandomForest() {}

  /**
   * Grows a forest; the same seed gives the same bits, however many threads there are.
   *
   * @param x inputs, one array a row; NaN is missing
   * @param levels levels of each input that is a category, 0 for numbers
   * @param y outcomes
   */
  public static TreeEnsemble fit(
      double[][] x,
      int[] levels,
      boolean[] y,
      ForestSettings settings,
      long seed,
      FitProgress progress) {
    BinnedTable data = BinnedTable.fit(x, levels, Bins.MOST);
    double[] gradient = new double[y.length];
    double[] hessian = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      hessian[i] = y[i] ? settings.positiveWeight() : 1;
      gradient[i] = y[i] ? -settings.positiveWeight() : 0;
    }
    int drawn =
        settings.featuresPerNode() > 0
            ? settings.featuresPerNode()
            : (int) Math.max(1, Math.sqrt(levels.length));
    Growth growth =
        new Growth(
            Integer.MAX_VALUE, settings.deepest(), settings.leastRows(), 0, 1e-9, drawn, 1e-9);
    long[] seeds = new SplittableRandom(seed).longs(settings.trees()).toArray();
    List<Tree> trees = new ArrayList<>();
    for (int from = 0; from < seeds.length; from += AT_ONCE) {
      progress.at((double) from / seeds.length);
      trees.addAll(
          Arrays.stream(seeds, from, Math.min(seeds.length, from + AT_ONCE))
              .parallel()
              .mapToObj(one -> tree(data, growth, gradient, hessian, one, 1.0 / seeds.length))
              .toList());
    }
    return new TreeEnsemble(levels.length, 0, trees);
  }

  private static Tree tree(
      BinnedTable data,
      Growth growth,
      double[] gradient,
      double[] hessian,
      long seed,
      double scale) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] chosen = random.ints(data.rows(), 0, data.rows()).toArray();
    Arrays.sort(chosen);
    int[] features = IntStream.range(0, data.features()).toArray();
    Rows rows = new Rows(chosen, gradient, hessian);
    return new TreeGrower(data, growth, scale, features, random, rows).grow();
  }
}
