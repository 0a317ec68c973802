package io.salus.learning.tree;

import java.util.Arrays;

/** Collects the nodes of a tree while it grows. */
final class TreeBuilder {
  private int[] feature = new int[64];
  private double[] threshold = new double[64];
  private int[][] levels = new int[64][];
  private boolean[] missingLeft = new boolean[64];
  private int[] left = new int[64];
  private int[] right = new int[64];
  private double[] value = new double[64];
  private double[] cover = new double[64];
  private int count;

  /** A new leaf. */
  int leaf(double answer, double rows) {
    if (count == feature.length) {
      grow();
    }
    feature[count] = -1;
    levels[count] = new int[0];
    value[count] = answer;
    cover[count] = rows;
    return count++;
  }

  /** Makes a leaf an inner node; its children are leaves that are there already. */
  void split(int node, Split split, Bins bins, int leftNode, int rightNode) {
    feature[node] = split.feature();
    levels[node] = split.levels();
    threshold[node] = split.levels().length > 0 ? 0 : edge(split, bins);
    missingLeft[node] = split.missingLeft();
    left[node] = leftNode;
    right[node] = rightNode;
  }

  /** The last bin has no upper edge: then every value goes left, and only missing ones right. */
  private static double edge(Split split, Bins bins) {
    return split.bin() < bins.values() - 1 ? bins.edge(split.bin()) : Double.MAX_VALUE;
  }

  private void grow() {
    int size = 2 * count;
    feature = Arrays.copyOf(feature, size);
    threshold = Arrays.copyOf(threshold, size);
    levels = Arrays.copyOf(levels, size);
    missingLeft = Arrays.copyOf(missingLeft, size);
    left = Arrays.copyOf(left, size);
    right = Arrays.copyOf(right, size);
    value = Arrays.copyOf(value, size);
    cover = Arrays.copyOf(cover, size);
  }

  Tree tree() {
    return new Tree(
        Arrays.copyOf(feature, count),
        Arrays.copyOf(threshold, count),
        Arrays.copyOf(levels, count),
        Arrays.copyOf(missingLeft, count),
        Arrays.copyOf(left, count),
        Arrays.copyOf(right, count),
        Arrays.copyOf(value, count),
        Arrays.copyOf(cover, count));
  }
}
