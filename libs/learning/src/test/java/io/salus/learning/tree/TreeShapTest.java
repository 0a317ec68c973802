package io.salus.learning.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TreeShapTest {
  /**
   * Tree A and B of Lundberg, Erion and Lee (2018), figure 1: fever and cough; A is fever AND
   * cough, B adds 10 to it for a cough. For a patient with both they give 30 and 30, and 30 and 35.
   */
  @Test
  void givesTheFiguresOfThePaper() {
    Tree a = feverAndCough(0, 0, 0, 80);
    Tree b = coughFirst(0, 0, 10, 90);

    double[] sumsA = sums(a, new double[] {1, 1}, 2);
    double[] sumsB = sums(b, new double[] {1, 1}, 2);

    assertArrayEquals(new double[] {30, 30, 20}, sumsA, 1e-12);
    assertArrayEquals(new double[] {30, 35, 25}, sumsB, 1e-12);
  }

  @Test
  void equalsShapleyValuesByTheirDefinition() {
    Random random = new Random(3);
    for (int round = 0; round < 40; round++) {
      int features = 2 + random.nextInt(5);
      TreeEnsemble forest = grown(random, features);
      double[] x = row(random, features);

      double[] sums = forest.contributions(x);

      double[] expected = new double[features + 1];
      expected[features] = forest.base();
      for (Tree tree : forest.trees()) {
        double[] one = bruteForce(tree, x, features);
        Arrays.setAll(expected, i -> expected[i] + one[i]);
      }
      assertArrayEquals(expected, sums, 1e-9);
      assertEquals(forest.score(x), DoubleStream.of(sums).sum(), 1e-9);
    }
  }

  /** Feature 0 is asked first, then 1; values of no/no, no/yes, yes/no, yes/yes. */
  private static Tree feverAndCough(double nn, double ny, double yn, double yy) {
    return two(0, 1, nn, ny, yn, yy);
  }

  private static Tree coughFirst(double nn, double fever, double cough, double both) {
    return two(1, 0, nn, fever, cough, both);
  }

  private static Tree two(int first, int second, double a, double b, double c, double d) {
    return new Tree(
        new int[] {first, second, second, -1, -1, -1, -1},
        new double[] {0.5, 0.5, 0.5, 0, 0, 0, 0},
        new int[7][0],
        new boolean[7],
        new int[] {1, 3, 5, 0, 0, 0, 0},
        new int[] {2, 4, 6, 0, 0, 0, 0},
        new double[] {0, 0, 0, a, b, c, d},
        new double[] {4, 2, 2, 1, 1, 1, 1});
  }

  private static double[] sums(Tree tree, double[] x, int features) {
    double[] sums = new double[features + 1];
    TreeShap.add(tree, x, sums);
    return sums;
  }

  /** Boosted trees on numbers, missing values and, for the last input, a category. */
  private static TreeEnsemble grown(Random random, int features) {
    double[][] x = new double[120][];
    boolean[] y = new boolean[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = row(random, features);
      y[i] = random.nextBoolean();
    }
    int[] levels = new int[features];
    levels[features - 1] = 4;
    BoostingSettings settings = new BoostingSettings(3, 0.5, 9, 5, 2, 0.1, 0.1, 1, 1, 0, 1, 1);
    return GradientBoosting.fit(x, levels, y, TreeData.alone(x.length), settings, 1, share -> {});
  }

  private static double[] row(Random random, int features) {
    double[] row = new double[features];
    for (int j = 0; j < features; j++) {
      row[j] =
          random.nextInt(6) == 0
              ? Double.NaN
              : j == features - 1 ? random.nextInt(4) : random.nextGaussian();
    }
    return row;
  }

  /**
   * Shapley values as Lundberg, Erion and Lee give them in eq. 2, with algorithm 1 for what is
   * known of a subset.
   */
  private static double[] bruteForce(Tree tree, double[] x, int features) {
    double[] values = new double[features + 1];
    values[features] = known(tree, 0, x, 0);
    for (int subset = 0; subset < (1 << features); subset++) {
      for (int i = 0; i < features; i++) {
        if (((subset >> i) & 1) == 0) {
          int size = Integer.bitCount(subset);
          double weight = factorial(size) * factorial(features - size - 1) / factorial(features);
          values[i] += weight * (known(tree, 0, x, subset | (1 << i)) - known(tree, 0, x, subset));
        }
      }
    }
    return values;
  }

  private static double known(Tree tree, int node, double[] x, int subset) {
    if (tree.leaf(node)) {
      return tree.value(node);
    }
    if (((subset >> tree.feature(node)) & 1) == 1) {
      return known(tree, tree.child(node, x), x, subset);
    }
    int left = tree.left(node);
    int right = tree.right(node);
    return (tree.cover(left) * known(tree, left, x, subset)
            + tree.cover(right) * known(tree, right, x, subset))
        / tree.cover(node);
  }

  private static double factorial(int n) {
    return n <= 1 ? 1 : n * factorial(n - 1);
  }
}
