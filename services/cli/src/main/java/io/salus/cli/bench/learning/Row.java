package io.salus.cli.bench.learning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.terminal.Json;
import io.salus.learning.metric.Calibration;
import io.salus.learning.metric.Discrimination;
import java.util.Arrays;
import java.util.List;

/**
 * One model on one data set.
 *
 * @param auroc mean over the test folds
 * @param deviation standard deviation over them
 * @param brier over all test rows
 * @param slope of calibration, mean over the test folds
 * @param seconds median time of a training
 */
record Row(
    String data,
    String model,
    String by,
    double auroc,
    double deviation,
    double brier,
    double slope,
    double seconds) {

  /**
   * Judges out-of-fold predictions.
   *
   * @param probabilities one a row, each by a model that had not seen the row
   * @param tests rows of every test fold
   * @param times seconds of every training
   */
  static Row of(
      String data,
      String model,
      String by,
      double[] probabilities,
      boolean[] labels,
      List<int[]> tests,
      double[] times) {
    double[] aurocs = new double[tests.size()];
    double[] slopes = new double[tests.size()];
    for (int fold = 0; fold < aurocs.length; fold++) {
      int[] rows = tests.get(fold);
      double[] p = Arrays.stream(rows).mapToDouble(i -> probabilities[i]).toArray();
      boolean[] y = new boolean[rows.length];
      for (int i = 0; i < rows.length; i++) {
        y[i] = labels[rows[i]];
      }
      aurocs[fold] = Discrimination.auroc(p, y);
      slopes[fold] = Calibration.of(p, y).slope();
    }
    double mean = mean(aurocs);
    double variance = Arrays.stream(aurocs).map(a -> (a - mean) * (a - mean)).average().orElse(0);
    double[] sorted = Arrays.stream(times).sorted().toArray();
    double slope = mean(slopes);
    return new Row(
        data,
        model,
        by,
        mean,
        Math.sqrt(variance),
        Calibration.brier(probabilities, labels),
        // In small folds a perfect ranking has no slope; then that of all test rows is given.
        Double.isNaN(slope) ? Calibration.of(probabilities, labels).slope() : slope,
        sorted[sorted.length / 2]);
  }

  /** A network, which is judged by one figure. */
  static Row ofNetwork(String data, String model, double figure, double deviation, double seconds) {
    return new Row(data, model, "Salus", figure, deviation, Double.NaN, Double.NaN, seconds);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  ObjectNode json() {
    ObjectNode json = Json.object().put("data", data).put("model", model).put("by", by);
    json.put("auroc", auroc).put("auroc_deviation", deviation);
    if (!Double.isNaN(brier)) {
      json.put("brier", brier);
    }
    if (!Double.isNaN(slope)) {
      json.put("slope", slope);
    }
    return json.put("seconds", seconds);
  }
}
