package io.salus.learning.tree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The best split of one input at one node by its histogram. With sums G of first and H of second
 * derivatives a split into L and R gains
 *
 * <pre>G_L^2 / (H_L + lambda) + G_R^2 / (H_R + lambda) - G^2 / (H + lambda)</pre>
 *
 * Chen and Guestrin, "XGBoost: a scalable tree boosting system", KDD 2016, eq. 7 (without its
 * factor 1/2 and its gamma, which is {@code leastGain} here). Missing values are tried on both
 * sides: the same paper, algorithm 3. Levels of a category are put in order by G / H, after which
 * the best subset is a prefix: Fisher, "On grouping for maximum homogeneity", JASA 53 (1958), lemma
 * 1.
 */
final class SplitSearch {
  private final Growth growth;
  private final double[] sums;
  private final int feature;
  private final Bins bins;
  private final int offset;
  private final double gradient;
  private final double hessian;
  private final double rows;
  private @Nullable Split best;

  private SplitSearch(
      Growth growth, Histogram histogram, int feature, Bins bins, int offset, double[] totals) {
    this.growth = growth;
    this.sums = histogram.sums;
    this.feature = feature;
    this.bins = bins;
    this.offset = offset;
    this.gradient = totals[0];
    this.hessian = totals[1];
    this.rows = totals[2];
  }

  /**
   * The best split, or null where none is allowed.
   *
   * @param offset first bin of the input in the histogram
   * @param totals sums over all rows of the node: gradient, hessian, rows
   */
  static @Nullable Split best(
      Growth growth, Histogram histogram, int feature, Bins bins, int offset, double[] totals) {
    SplitSearch search = new SplitSearch(growth, histogram, feature, bins, offset, totals);
    int[] order = bins.categorical() ? search.levels() : null;
    boolean missing = search.sum(bins.values(), 2) > 0;
    search.scan(order, false);
    if (missing) {
      search.scan(order, true);
    }
    return search.best;
  }

  private double sum(int bin, int what) {
    return sums[3 * (offset + bin) + what];
  }

  /** Levels that rows of this node have, lowest ratio first. */
  private int[] levels() {
    double[] ratio = new double[bins.values()];
    int count = 0;
    Integer[] order = new Integer[ratio.length];
    for (int i = 0; i < ratio.length; i++) {
      if (sum(i, 2) > 0) {
        ratio[i] = sum(i, 0) / (sum(i, 1) + growth.categorySmoothing());
        order[count++] = i;
      }
    }
    Integer[] present = Arrays.copyOf(order, count);
    // The sort is stable, so levels of one ratio keep their order.
    Arrays.sort(present, (a, b) -> Double.compare(ratio[a], ratio[b]));
    return Arrays.stream(present).mapToInt(Integer::intValue).toArray();
  }

  private void scan(int @Nullable [] order, boolean missingLeft) {
    int missing = bins.values();
    double g = missingLeft ? sum(missing, 0) : 0;
    double h = missingLeft ? sum(missing, 1) : 0;
    double n = missingLeft ? sum(missing, 2) : 0;
    boolean none = sum(missing, 2) == 0;
    // Without missing values the last bin must stay right; with them there all values may go left.
    int last = (order == null ? missing : order.length) - (none || missingLeft ? 1 : 0);
    double whole = score(gradient, hessian);
    for (int i = 0; i < last; i++) {
      int bin = order == null ? i : order[i];
      double inBin = sum(bin, 2);
      if (inBin == 0) {
        continue;
      }
      g += sum(bin, 0);
      h += sum(bin, 1);
      n += inBin;
      if (rows - n < growth.leastRows()) {
        break;
      }
      if (n >= growth.leastRows()) {
        double gain = score(g, h) + score(gradient - g, hessian - h) - whole;
        if (gain > growth.leastGain() && (best == null || gain > best.gain())) {
          // A node that saw no missing value sends them where most rows go.
          boolean side = none ? 2 * n >= rows : missingLeft;
          int[] levels = order == null ? new int[0] : BitSets.of(order, 0, i + 1, bins.values());
          best = new Split(feature, bin, levels, side, gain);
        }
      }
    }
  }

  private double score(double g, double h) {
    return h + growth.l2() > 0 ? g * g / (h + growth.l2()) : 0;
  }
}
