package io.salus.cli.bench.learning;

import io.salus.learning.fit.Algorithm;
import io.salus.learning.fit.CalibrationMethod;
import io.salus.learning.fit.FittedModel;
import io.salus.learning.fit.Learner;
import io.salus.learning.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Salus' own models on all folds of a table. */
final class OwnTraining {
  private final String data;
  private final Table table;
  private final List<int[]> tests;
  private final long seed;

  OwnTraining(String data, Table table, List<int[]> tests, long seed) {
    this.data = data;
    this.table = table;
    this.tests = tests;
    this.seed = seed;
  }

  /**
   * Trains on every fold.
   *
   * @param rounds how often each training is timed; with more than one, another round warms up
   */
  Row row(String model, Algorithm algorithm, CalibrationMethod calibration, int rounds) {
    double[] probabilities = new double[table.rows()];
    List<Double> times = new ArrayList<>();
    Learner learner = new Learner(algorithm, calibration, seed);
    for (int turn = rounds > 1 ? -1 : 0; turn < rounds; turn++) {
      for (int[] test : tests) {
        Table training = table.rows(others(test));
        long begin = System.nanoTime();
        FittedModel fitted = learner.fit(training, share -> {});
        if (turn >= 0) {
          times.add((System.nanoTime() - begin) / 1e9);
        }
        double[] answers = fitted.probabilities(table.rows(test));
        for (int i = 0; i < test.length; i++) {
          probabilities[test[i]] = answers[i];
        }
      }
    }
    double[] seconds = times.stream().mapToDouble(Double::doubleValue).toArray();
    return Row.of(data, model, "Salus", probabilities, table.labels(), tests, seconds);
  }

  private int[] others(int[] test) {
    boolean[] out = new boolean[table.rows()];
    for (int row : test) {
      out[row] = true;
    }
    return IntStream.range(0, out.length).filter(row -> !out[row]).toArray();
  }
}
