package io.salus.learning.tree;

import java.util.Arrays;

/**
 * How the values of one input fall into at most 255 bins: the histogram method of Ke et al.,
 * "LightGBM: a highly efficient gradient boosting decision tree", NeurIPS 2017, section 2.1. The
 * last bin is that of missing values.
 */
final class Bins {
  /** With the bin of missing values this fits a byte. */
  static final int MOST = 255;

  private final double[] edges;
  private final int categories;

  private Bins(double[] edges, int categories) {
    this.edges = edges;
    this.categories = categories;
  }

  /** A category: one bin a level. */
  static Bins ofCategory(int levels) {
    if (levels > MOST) {
      throw new IllegalArgumentException("a category of " + levels + " levels");
    }
    return new Bins(new double[0], Math.max(1, levels));
  }

  /**
   * A number: edges lie midway between neighbouring values, or between neighbouring quantiles where
   * there are more than {@code most} values.
   */
  static Bins ofNumber(double[] values, int most) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    double[] distinct = Arrays.stream(sorted).distinct().toArray();
    double[] edges = new double[Math.max(0, Math.min(distinct.length, most) - 1)];
    if (distinct.length <= most) {
      for (int i = 0; i < edges.length; i++) {
        edges[i] = middle(distinct[i], distinct[i + 1]);
      }
      return new Bins(edges, 0);
    }
    int count = 0;
    for (int i = 1; i < most; i++) {
      int at = (int) ((long) i * sorted.length / most);
      int before = at - 1;
      while (before > 0 && sorted[before] == sorted[at]) {
        before--;
      }
      double edge = middle(sorted[before], sorted[at]);
      if (sorted[before] < sorted[at] && (count == 0 || edge > edges[count - 1])) {
        edges[count++] = edge;
      }
    }
    return new Bins(Arrays.copyOf(edges, count), 0);
  }

  /** Below the upper value, whatever rounding does, so that the two are told apart. */
  private static double middle(double low, double high) {
    double middle = low + (high - low) / 2;
    return middle < high ? middle : low;
  }

  boolean categorical() {
    return categories > 0;
  }

  /** Bins of values that are there. */
  int values() {
    return categorical() ? categories : edges.length + 1;
  }

  /** All bins; the last is that of missing values. */
  int count() {
    return values() + 1;
  }

  /** Upper edge of a number's bin, which belongs to the bin. */
  double edge(int bin) {
    return edges[bin];
  }

  /** The bin of a value. Levels that were not learned count as missing. */
  int of(double value) {
    if (Double.isNaN(value)) {
      return values();
    }
    if (categorical()) {
      return value >= 0 && value < categories ? (int) value : categories;
    }
    int at = Arrays.binarySearch(edges, value);
    return at >= 0 ? at : -at - 1;
  }
}
