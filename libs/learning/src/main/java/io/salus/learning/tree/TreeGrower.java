package io.salus.learning.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Grows one tree leaf by leaf, the leaf that gains most first: Shi, "Best-first decision tree
 * learning" (2007), section 3.1. The value of a leaf is {@code -scale G / (H + lambda)}: Chen and
 * Guestrin (KDD 2016), eq. 5. Every histogram is filled by one thread in row order, so the number
 * of threads changes no bit of the result.
 */
final class TreeGrower {
  private final BinnedTable data;
  private final Growth growth;
  private final double scale;
  private final int[] features;
  private final int[] offsets;
  private final int bins;
  private final SplittableRandom random;
  private final Rows rows;
  private final TreeBuilder tree = new TreeBuilder();
  private final List<Leaf> leaves = new ArrayList<>();
  private final PriorityQueue<Candidate> open =
      new PriorityQueue<>(
          Comparator.comparingDouble((Candidate candidate) -> -candidate.split().gain())
              .thenComparingInt(candidate -> candidate.leaf().node()));

  /** Rows {@code from} to {@code to} of a node that has no children yet. */
  private record Leaf(int node, int from, int to, int depth, double value) {}

  /** How a leaf may be split; the histogram is null where inputs are drawn for every node. */
  private record Candidate(Leaf leaf, Split split, @Nullable Histogram histogram) {}

  /**
   * @param scale what leaf values are multiplied by
   * @param features inputs that the tree may use
   * @param random draws the inputs of a node, where the growth says so
   * @param rows training rows; they are put in another order
   */
  TreeGrower(
      BinnedTable data,
      Growth growth,
      double scale,
      int[] features,
      SplittableRandom random,
      Rows rows) {
    this.data = data;
    this.growth = growth;
    this.scale = scale;
    this.features = features;
    this.random = random;
    this.rows = rows;
    this.offsets = new int[features.length];
    int sum = 0;
    for (int i = 0; i < features.length; i++) {
      offsets[i] = sum;
      sum += data.bins(features[i]).count();
    }
    this.bins = sum;
  }

  Tree grow() {
    Leaf root = leaf(0, rows.count(), 0);
    if (growth.mostLeaves() > 1) {
      consider(root, drawsPerNode() ? null : histogram(0, rows.count()));
    }
    int count = 1;
    while (count < growth.mostLeaves() && !open.isEmpty()) {
      split(open.remove(), count + 1 < growth.mostLeaves());
      count++;
    }
    open.forEach(candidate -> leaves.add(candidate.leaf()));
    return tree.tree();
  }

  /** Adds the answer of the grown tree to the scores of its training rows. */
  void addTo(double[] scores) {
    for (Leaf leaf : leaves) {
      for (int i = leaf.from(); i < leaf.to(); i++) {
        scores[rows.index()[i]] += leaf.value();
      }
    }
  }

  private boolean drawsPerNode() {
    return growth.featuresPerNode() > 0 && growth.featuresPerNode() < features.length;
  }

  private void split(Candidate candidate, boolean more) {
    Leaf leaf = candidate.leaf();
    int middle = rows.part(data, candidate.split(), leaf.from(), leaf.to());
    Leaf left = leaf(leaf.from(), middle, leaf.depth() + 1);
    Leaf right = leaf(middle, leaf.to(), leaf.depth() + 1);
    int feature = candidate.split().feature();
    tree.split(leaf.node(), candidate.split(), data.bins(feature), left.node(), right.node());
    Histogram whole = candidate.histogram();
    if (!more || left.depth() >= growth.deepest()) {
      leaves.add(left);
      leaves.add(right);
    } else if (whole == null) {
      consider(left, null);
      consider(right, null);
    } else {
      // Only the smaller child is counted; the other one is what is left.
      boolean leftIsSmaller = middle - leaf.from() <= leaf.to() - middle;
      Leaf smaller = leftIsSmaller ? left : right;
      Histogram counted = histogram(smaller.from(), smaller.to());
      consider(smaller, counted);
      consider(leftIsSmaller ? right : left, whole.minus(counted));
    }
  }

  private Leaf leaf(int from, int to, int depth) {
    double[] totals = totals(from, to);
    double denominator = totals[1] + growth.l2();
    double value = denominator > 0 ? -scale * totals[0] / denominator : 0;
    return new Leaf(tree.leaf(value, to - from), from, to, depth, value);
  }

  private double[] totals(int from, int to) {
    double g = 0;
    double h = 0;
    for (int i = from; i < to; i++) {
      g += rows.gradient()[i];
      h += rows.hessian()[i];
    }
    return new double[] {g, h, to - from};
  }

  private Histogram histogram(int from, int to) {
    Histogram histogram = Histogram.empty(bins);
    Cores.each(
        features.length,
        (long) (to - from) * features.length,
        i -> histogram.add(data.column(features[i]), offsets[i], rows, from, to));
    return histogram;
  }

  /** Opens a leaf where a split is allowed; else the leaf stays. */
  private void consider(Leaf leaf, @Nullable Histogram histogram) {
    Split split = null;
    if (leaf.to() - leaf.from() >= 2 * growth.leastRows()) {
      double[] totals = totals(leaf.from(), leaf.to());
      split = histogram == null ? drawn(leaf, totals) : best(histogram, totals);
    }
    if (split == null) {
      leaves.add(leaf);
    } else {
      open.add(new Candidate(leaf, split, histogram));
    }
  }

  private @Nullable Split best(Histogram histogram, double[] totals) {
    Split best = null;
    for (int i = 0; i < features.length; i++) {
      Bins one = data.bins(features[i]);
      Split split = SplitSearch.best(growth, histogram, features[i], one, offsets[i], totals);
      if (split != null && (best == null || split.betterThan(best))) {
        best = split;
      }
    }
    return best;
  }

  /** The best of some inputs; more are drawn while none of them splits the node. */
  private @Nullable Split drawn(Leaf leaf, double[] totals) {
    int[] order = features.clone();
    Split best = null;
    for (int i = 0; i < order.length && (i < growth.featuresPerNode() || best == null); i++) {
      int other = i + random.nextInt(order.length - i);
      int feature = order[other];
      order[other] = order[i];
      Bins one = data.bins(feature);
      Histogram histogram = Histogram.empty(one.count());
      histogram.add(data.column(feature), 0, rows, leaf.from(), leaf.to());
      Split split = SplitSearch.best(growth, histogram, feature, one, 0, totals);
      if (split != null && (best == null || split.betterThan(best))) {
        best = split;
      }
    }
    return best;
  }
}
