package io.salus.synthesis.report;

import java.util.Arrays;

/** Two samples in the same bins, each as shares of its own size. */
final class Histogram {
  private static final int WIDTH = 280;
  private static final int HEIGHT = 120;
  private static final int BASE = 100;

  private final double least;
  private final double most;
  private final double[] real;
  private final double[] synthetic;
  private String marks = "";

  private Histogram(double least, double most, double[] real, double[] synthetic) {
    this.least = least;
    this.most = most;
    this.real = real;
    this.synthetic = synthetic;
  }

  /**
   * @param bins number of bins over the range of both samples
   */
  static Histogram of(double[] real, double[] synthetic, int bins) {
    double least = Math.min(least(real), least(synthetic));
    double most = Math.max(most(real), most(synthetic));
    if (least > most) {
      return new Histogram(0, 1, new double[bins], new double[bins]);
    }
    double end = most > least ? most : least + 1;
    return new Histogram(
        least, end, shares(real, least, end, bins), shares(synthetic, least, end, bins));
  }

  private static double least(double[] values) {
    return Arrays.stream(values).min().orElse(Double.POSITIVE_INFINITY);
  }

  private static double most(double[] values) {
    return Arrays.stream(values).max().orElse(Double.NEGATIVE_INFINITY);
  }

  private static double[] shares(double[] values, double least, double most, int bins) {
    double[] shares = new double[bins];
    for (double value : values) {
      int bin = (int) Math.min(bins - 1.0, (value - least) / (most - least) * bins);
      shares[bin] += 1.0 / values.length;
    }
    return shares;
  }

  /** The same with a dashed line at a place of each sample; NaN draws none. */
  Histogram marked(double realPlace, double syntheticPlace) {
    marks = mark(realPlace, Markup.REAL) + mark(syntheticPlace, Markup.SYNTHETIC);
    return this;
  }

  private String mark(double place, String colour) {
    if (Double.isNaN(place)) {
      return "";
    }
    double x = (place - least) / (most - least) * WIDTH;
    return Markup.format(
        "<line x1=\"%.1f\" y1=\"0\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\" stroke-dasharray=\"4 3\"/>",
        x, x, BASE, colour);
  }

  /** The real sample as a filled area, the synthetic one as a line. */
  String svg(String label) {
    double top = Math.max(most(real), most(synthetic));
    double scale = top > 0 ? (BASE - 8) / top : 0;
    return Markup.format(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
            + "<path d=\"%s\" fill=\"%s\" fill-opacity=\".38\"/>"
            + "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>"
            + "<line x1=\"0\" y1=\"%d\" x2=\"%d\" y2=\"%d\" class=\"axis\"/>"
            + "<text x=\"0\" y=\"%d\">%s</text>"
            + "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%s</svg>",
        WIDTH,
        HEIGHT,
        Markup.escape(label),
        path(real, scale) + " Z",
        Markup.REAL,
        path(synthetic, scale),
        Markup.SYNTHETIC,
        BASE,
        WIDTH,
        BASE,
        HEIGHT - 5,
        Markup.tick(least),
        WIDTH,
        HEIGHT - 5,
        Markup.tick(most),
        marks);
  }

  private static String path(double[] shares, double scale) {
    StringBuilder path = new StringBuilder("M0 " + BASE);
    double step = (double) WIDTH / shares.length;
    for (int i = 0; i < shares.length; i++) {
      double y = BASE - shares[i] * scale;
      path.append(Markup.format(" L%.1f %.1f L%.1f %.1f", i * step, y, (i + 1) * step, y));
    }
    return path.append(" L").append(WIDTH).append(' ').append(BASE).toString();
  }
}
