package io.salus.inference.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** The charts of the report. */
final class Charts {
  private Charts() {}

  static String calibration(JsonNode bins) {
    SquareChart chart = new SquareChart("Calibration", "predicted probability", "observed share");
    double[][] points = new double[bins.size()][];
    for (int i = 0; i < points.length; i++) {
      JsonNode bin = bins.get(i);
      double x = bin.path("predicted").asDouble();
      points[i] = new double[] {x, bin.path("observed").asDouble()};
      chart.line(x, bin.path("low").asDouble(), x, bin.path("high").asDouble(), "whisker");
    }
    chart.polyline(points, "curve");
    for (int i = 0; i < points.length; i++) {
      chart.dot(
          points[i][0],
          points[i][1],
          String.format(
              Locale.ROOT,
              "%d patients: predicted %.2f, observed %.2f",
              bins.get(i).path("patients").asInt(),
              points[i][0],
              points[i][1]));
    }
    return chart.end();
  }

  static String roc(JsonNode curve) {
    if (curve.isEmpty()) {
      return "<p>Not defined: the test fold has patients of one kind only.</p>";
    }
    SquareChart chart = new SquareChart("ROC curve", "false positive rate", "true positive rate");
    double[][] points = new double[curve.size()][];
    for (int i = 0; i < points.length; i++) {
      points[i] = new double[] {curve.get(i).get(0).asDouble(), curve.get(i).get(1).asDouble()};
    }
    chart.area(points, "under");
    chart.polyline(points, "curve");
    return chart.end();
  }
}
