package io.salus.synthesis.report;

import io.salus.learning.table.Column;
import io.salus.learning.table.ColumnKind;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Shares of a boolean's or category's levels, two bars a level. */
final class LevelBars {
  private static final int MOST_LEVELS = 6;
  private static final int ROW = 19;
  private static final int LEFT = 96;
  private static final int LENGTH = 140;

  private LevelBars() {}

  static String svg(Column real, Column synthetic) {
    List<String> levels =
        real.kind() == ColumnKind.BOOLEAN ? List.of("false", "true") : real.levels();
    double[] realShares = shares(real, levels.size());
    double[] madeShares = shares(synthetic, levels.size());
    List<Integer> shown =
        IntStream.range(0, levels.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -realShares[i] - madeShares[i]))
            .limit(MOST_LEVELS)
            .toList();
    StringBuilder svg = new StringBuilder();
    int y = 4;
    for (int level : shown) {
      svg.append(
          Markup.format(
              "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                  + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"7\" fill=\"%s\" fill-opacity=\".55\"/>"
                  + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"7\" fill=\"%s\"/>"
                  + "<text x=\"%.1f\" y=\"%d\">%.0f / %.0f %%</text>",
              LEFT - 6,
              y + 11,
              Markup.escape(Markup.shortened(levels.get(level), 15)),
              LEFT,
              y,
              Math.max(0.5, realShares[level] * LENGTH),
              Markup.REAL,
              LEFT,
              y + 7,
              Math.max(0.5, madeShares[level] * LENGTH),
              Markup.SYNTHETIC,
              LEFT + 5 + LENGTH * Math.max(realShares[level], madeShares[level]),
              y + 11,
              100 * realShares[level],
              100 * madeShares[level]));
      y += ROW;
    }
    int rest = levels.size() - shown.size();
    if (rest > 0) {
      svg.append(Markup.format("<text x=\"%d\" y=\"%d\">and %d more</text>", LEFT, y + 10, rest));
      y += ROW;
    }
    return Markup.format(
        "<svg viewBox=\"0 0 280 %d\" role=\"img\" aria-label=\"%s\">%s</svg>",
        Math.max(120, y), Markup.escape(real.name()), svg);
  }

  private static double[] shares(Column column, int levels) {
    double[] shares = new double[levels];
    int present = 0;
    for (int i = 0; i < column.size(); i++) {
      if (!column.missing(i)) {
        shares[(int) column.value(i)]++;
        present++;
      }
    }
    for (int i = 0; i < levels; i++) {
      shares[i] /= Math.max(1, present);
    }
    return shares;
  }
}
