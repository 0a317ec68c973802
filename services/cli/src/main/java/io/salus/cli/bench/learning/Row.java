package io.salus.cli.bench.learning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.terminal.Json;
import io.salus.learning.metric.Calibration;
import io.salus.learning.metric.Discrimination;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One model on one data set.
 *
 * @param auroc mean over the test folds, or seeds
 * @param deviation standard deviation over them; NaN where there is one alone
 * @param brier over all test rows; NaN where it is not judged
 * @param slope of calibration, mean over the test folds; NaN where there is none
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
    double[] sorted = Arrays.stream(times).sorted().toArray();
    double slope = mean(slopes);
    return new Row(
        data,
        model,
        by,
        mean(aurocs),
        deviation(aurocs),
        Calibration.brier(probabilities, labels),
        // In small folds a perfect ranking has no slope; then that of all test rows is given.
        Double.isNaN(slope) ? Calibration.of(probabilities, labels).slope() : slope,
        sorted[sorted.length / 2]);
  }

  /**
   * A network, which is judged by one figure.
   *
   * @param figures one a seed
   */
  static Row ofNetwork(String data, String model, String by, double[] figures, double seconds) {
    return new Row(
        data, model, by, mean(figures), deviation(figures), Double.NaN, Double.NaN, seconds);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return values.length < 2
        ? Double.NaN
        : Math.sqrt(
            Arrays.stream(values).map(a -> (a - mean) * (a - mean)).average().orElseThrow());
  }

  /** For whoever waits; without what there is none of. */
  String line() {
    String slopes = Double.isNaN(slope) ? "" : String.format(Locale.ROOT, ", slope %.3f", slope);
    return String.format(
        Locale.ROOT, "%s, %s, %s: AUROC %.4f%s, %.4f s", data, model, by, auroc, slopes, seconds);
  }

  ObjectNode json() {
    ObjectNode json = Json.object().put("data", data).put("model", model).put("by", by);
    put(json, "auroc", auroc);
    put(json, "auroc_deviation", deviation);
    put(json, "brier", brier);
    put(json, "slope", slope);
    return json.put("seconds", seconds);
  }

  private static void put(ObjectNode json, String name, double figure) {
    if (!Double.isNaN(figure)) {
      json.put(name, figure);
    }
  }
}
