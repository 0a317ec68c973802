package io.salus.learning.tree;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Made-up rows for trees. */
final class TreeData {
  private TreeData() {}

  /** Every row a patient of its own. */
  static List<String> alone(int rows) {
    return IntStream.range(0, rows).mapToObj(i -> "patient-" + i).toList();
  }

  /** Four inputs: two numbers whose signs decide together (no tree stump sees it), two of noise. */
  static double[][] checkers(int rows, long seed) {
    Random random = new Random(seed);
    double[][] x = new double[rows][4];
    for (double[] row : x) {
      for (int j = 0; j < row.length; j++) {
        row[j] = random.nextGaussian();
      }
    }
    return x;
  }

  static boolean[] outcomes(double[][] x) {
    boolean[] y = new boolean[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (x[i][0] > 0) == (x[i][1] > 0);
    }
    return y;
  }

  static double[] scores(TreeEnsemble model, double[][] x) {
    return Arrays.stream(x).mapToDouble(model::score).toArray();
  }
}
