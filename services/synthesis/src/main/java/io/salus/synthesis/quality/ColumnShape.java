package io.salus.synthesis.quality;

import io.salus.learning.table.Column;
import io.salus.learning.table.ColumnKind;
import java.util.Arrays;

/** How alike two columns' distributions are, missing values left out. 1 is alike, 0 is disjoint. */
final class ColumnShape {
  private ColumnShape() {}

  /** The measure that fits the column's kind. */
  static double of(Column real, Column synthetic) {
    return real.kind() == ColumnKind.NUMBER
        ? kolmogorovSmirnov(present(real), present(synthetic))
        : totalVariation(shares(real), shares(synthetic));
  }

  /** Name of the measure that fits the column's kind. */
  static String measure(Column column) {
    return column.kind() == ColumnKind.NUMBER ? "ks_complement" : "tv_complement";
  }

  /**
   * 1 - sup |F - G|, F and G the empirical distribution functions: the complement of the two-sample
   * Kolmogorov-Smirnov statistic. 0 when one of the two is empty and the other is not.
   */
  static double kolmogorovSmirnov(double[] real, double[] synthetic) {
    if (real.length == 0 || synthetic.length == 0) {
      return real.length == synthetic.length ? 1 : 0;
    }
    double[] a = real.clone();
    double[] b = synthetic.clone();
    Arrays.sort(a);
    Arrays.sort(b);
    double largest = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      double value = Math.min(a[i], b[j]);
      while (i < a.length && a[i] == value) {
        i++;
      }
      while (j < b.length && b[j] == value) {
        j++;
      }
      largest = Math.max(largest, Math.abs((double) i / a.length - (double) j / b.length));
    }
    return 1 - largest;
  }

  /** 1 - 1/2 sum |p - q| over all levels: the complement of the total variation distance. */
  static double totalVariation(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += Math.abs(p[i] - q[i]);
    }
    return 1 - sum / 2;
  }

  /** Share of each level among the values that are there; all 0 when none is. */
  static double[] shares(Column column) {
    double[] shares = new double[column.kind() == ColumnKind.BOOLEAN ? 2 : column.levels().size()];
    double[] present = present(column);
    for (double value : present) {
      shares[(int) value] += 1.0 / present.length;
    }
    return shares;
  }

  static double[] present(Column column) {
    return Arrays.stream(column.values()).filter(v -> !Double.isNaN(v)).toArray();
  }
}
