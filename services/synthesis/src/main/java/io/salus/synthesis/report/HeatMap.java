package io.salus.synthesis.report;

import java.util.List;

/** A matrix of correlations, -1 to 1, as coloured cells. */
final class HeatMap {
  private static final int SIZE = 300;
  private static final int LABELS = 96;

  private HeatMap() {}

  /**
   * @param largest the value that gets the full colour
   */
  static String svg(String title, List<String> names, double[][] values, double largest) {
    double cell = (double) SIZE / Math.max(1, names.size());
    double letters = Math.min(11, Math.max(6, cell * 0.8));
    StringBuilder svg = new StringBuilder();
    for (int row = 0; row < names.size(); row++) {
      svg.append(
          Markup.format(
              "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" style=\"font-size:%.1fpx\">%s</text>",
              LABELS - 5,
              (row + 0.5) * cell + letters / 3,
              letters,
              Markup.escape(Markup.shortened(names.get(row), (int) (150 / letters)))));
      for (int column = 0; column < names.size(); column++) {
        svg.append(
            Markup.format(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>%s, %s: %.2f</title></rect>",
                LABELS + column * cell,
                row * cell,
                cell + 0.3,
                cell + 0.3,
                colour(values[row][column] / largest),
                Markup.escape(names.get(row)),
                Markup.escape(names.get(column)),
                values[row][column]));
      }
    }
    return Markup.format(
        "<figure><figcaption>%s</figcaption><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%s</svg></figure>",
        Markup.escape(title), LABELS + SIZE, SIZE, Markup.escape(title), svg);
  }

  /** White at 0, blue towards 1, orange towards -1. */
  private static String colour(double value) {
    double strength = Math.clamp(Math.abs(value), 0, 1);
    int[] full = value >= 0 ? new int[] {38, 92, 158} : new int[] {204, 98, 24};
    return Markup.format(
        "#%02x%02x%02x", mix(full[0], strength), mix(full[1], strength), mix(full[2], strength));
  }

  private static int mix(int full, double strength) {
    return (int) Math.round(250 + (full - 250) * strength);
  }
}
