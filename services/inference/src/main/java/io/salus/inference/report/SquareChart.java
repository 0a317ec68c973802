package io.salus.inference.report;

import java.util.Locale;

/** A chart of two shares, both from 0 to 1, as SVG. */
final class SquareChart {
  private static final int SIZE = 340;
  private static final int LEFT = 52;
  private static final int TOP = 12;
  private static final int BOTTOM = 48;
  private final StringBuilder svg = new StringBuilder();

  SquareChart(String title, String xLabel, String yLabel) {
    int width = LEFT + SIZE + 12;
    int height = TOP + SIZE + BOTTOM;
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(width, height, Html.escape(title)));
    for (int tick = 0; tick <= 5; tick++) {
      double at = tick / 5.0;
      line(at, 0, at, 1, "grid");
      line(0, at, 1, at, "grid");
      text(x(at), TOP + SIZE + 18, "middle", String.format(Locale.ROOT, "%.1f", at), "");
      text(LEFT - 8, y(at) + 4, "end", String.format(Locale.ROOT, "%.1f", at), "");
    }
    line(0, 0, 1, 1, "chance");
    text(LEFT + SIZE / 2.0, TOP + SIZE + 40, "middle", xLabel, "");
    double middle = TOP + SIZE / 2.0;
    text(
        14,
        middle,
        "middle",
        yLabel,
        String.format(Locale.ROOT, " transform=\"rotate(-90 14 %.1f)\"", middle));
  }

  private static double x(double share) {
    return LEFT + SIZE * share;
  }

  private static double y(double share) {
    return TOP + SIZE * (1 - share);
  }

  void line(double x1, double y1, double x2, double y2, String style) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
            style,
            x(x1),
            y(y1),
            x(x2),
            y(y2)));
  }

  /** Points in pairs of x and y. */
  void polyline(double[][] points, String style) {
    svg.append("<polyline class=\"").append(style).append("\" points=\"");
    for (double[] point : points) {
      svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point[0]), y(point[1])));
    }
    svg.append("\"/>");
  }

  /** The area under a line that goes from left to right. */
  void area(double[][] points, String style) {
    svg.append("<polygon class=\"").append(style).append("\" points=\"");
    svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(0), y(0)));
    for (double[] point : points) {
      svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point[0]), y(point[1])));
    }
    svg.append(String.format(Locale.ROOT, "%.1f,%.1f\"/>", x(1), y(0)));
  }

  void dot(double x, double y, String tooltip) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\"><title>%s</title></circle>",
            x(x),
            y(y),
            Html.escape(tooltip)));
  }

  private void text(double x, double y, String anchor, String text, String more) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>",
            x,
            y,
            anchor,
            more,
            Html.escape(text)));
  }

  String end() {
    return svg + "</svg>";
  }
}
