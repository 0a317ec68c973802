package io.salus.learning.tree;

/**
 * Shapley values of one tree in polynomial time: Lundberg, Erion and Lee, "Consistent
 * individualized feature attribution for tree ensembles" (arXiv:1802.03888, 2018), algorithm 2.
 * What the tree answers when only some inputs are known is the mean over its leaves, each unknown
 * split weighted by how many training rows went each way (path-dependent; algorithm 1).
 */
final class TreeShap {
  private final Tree tree;
  private final double[] x;
  private final double[] sums;

  private TreeShap(Tree tree, double[] x, double[] sums) {
    this.tree = tree;
    this.x = x;
    this.sums = sums;
  }

  /**
   * Adds the values of a tree.
   *
   * @param sums one an input, and last the mean answer
   */
  static void add(Tree tree, double[] x, double[] sums) {
    sums[sums.length - 1] += expectation(tree);
    if (!tree.leaf(0)) {
      new TreeShap(tree, x, sums).walk(0, new Path(tree.depth() + 2), 1, 1, -1);
    }
  }

  /** Mean answer over the training rows. */
  static double expectation(Tree tree) {
    double sum = 0;
    for (int node = 0; node < tree.nodes(); node++) {
      if (tree.leaf(node)) {
        sum += tree.value(node) * tree.cover(node) / tree.cover(0);
      }
    }
    return sum;
  }

  /** RECURSE of the paper: {@code zero} and {@code one} are its p_z and p_o. */
  private void walk(int node, Path above, double zero, double one, int feature) {
    Path path = above.extended(zero, one, feature);
    if (tree.leaf(node)) {
      for (int i = 1; i < path.length; i++) {
        double weight = path.unwoundSum(i);
        sums[path.feature[i]] += weight * (path.one[i] - path.zero[i]) * tree.value(node);
      }
      return;
    }
    int hot = tree.child(node, x);
    int cold = hot == tree.left(node) ? tree.right(node) : tree.left(node);
    double zeroBefore = 1;
    double oneBefore = 1;
    int seen = path.find(tree.feature(node));
    if (seen > 0) {
      zeroBefore = path.zero[seen];
      oneBefore = path.one[seen];
      path.unwind(seen);
    }
    double cover = tree.cover(node);
    walk(hot, path, zeroBefore * tree.cover(hot) / cover, oneBefore, tree.feature(node));
    walk(cold, path, zeroBefore * tree.cover(cold) / cover, 0, tree.feature(node));
  }

  /**
   * The different inputs on the way from the root: for each the share of unknown rows that would
   * follow ({@code zero}), whether the row itself does ({@code one}), and the summed weights of
   * subsets of each size.
   */
  private static final class Path {
    private final int[] feature;
    private final double[] zero;
    private final double[] one;
    private final double[] weight;
    private int length;

    Path(int most) {
      feature = new int[most];
      zero = new double[most];
      one = new double[most];
      weight = new double[most];
    }

    /** EXTEND of the paper, on a copy. */
    Path extended(double newZero, double newOne, int newFeature) {
      Path path = new Path(feature.length);
      path.length = length + 1;
      System.arraycopy(feature, 0, path.feature, 0, length);
      System.arraycopy(zero, 0, path.zero, 0, length);
      System.arraycopy(one, 0, path.one, 0, length);
      System.arraycopy(weight, 0, path.weight, 0, length);
      path.feature[length] = newFeature;
      path.zero[length] = newZero;
      path.one[length] = newOne;
      path.weight[length] = length == 0 ? 1 : 0;
      for (int i = length - 1; i >= 0; i--) {
        path.weight[i + 1] += newOne * path.weight[i] * (i + 1) / (length + 1);
        path.weight[i] = newZero * path.weight[i] * (length - i) / (length + 1);
      }
      return path;
    }

    int find(int wanted) {
      for (int i = 1; i < length; i++) {
        if (feature[i] == wanted) {
          return i;
        }
      }
      return -1;
    }

    /** UNWIND of the paper: takes one input back. */
    void unwind(int at) {
      int last = length - 1;
      double next = weight[last];
      for (int i = last - 1; i >= 0; i--) {
        if (one[at] != 0) {
          double kept = weight[i];
          weight[i] = next * (last + 1) / ((i + 1) * one[at]);
          next = kept - weight[i] * zero[at] * (last - i) / (last + 1);
        } else {
          weight[i] = weight[i] * (last + 1) / (zero[at] * (last - i));
        }
      }
      for (int i = at; i < last; i++) {
        feature[i] = feature[i + 1];
        zero[i] = zero[i + 1];
        one[i] = one[i + 1];
      }
      length--;
    }

    /** Sum of the weights after unwinding, without doing it. */
    double unwoundSum(int at) {
      int last = length - 1;
      double next = weight[last];
      double sum = 0;
      for (int i = last - 1; i >= 0; i--) {
        if (one[at] != 0) {
          double part = next * (last + 1) / ((i + 1) * one[at]);
          sum += part;
          next = weight[i] - part * zero[at] * (last - i) / (last + 1);
        } else {
          sum += weight[i] * (last + 1) / (zero[at] * (last - i));
        }
      }
      return sum;
    }
  }
}
