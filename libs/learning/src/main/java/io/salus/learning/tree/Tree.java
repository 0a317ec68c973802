package io.salus.learning.tree;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;

/**
 * One binary tree. Node 0 is the root and children come after their parent. A number goes left when
 * it is at most the threshold, a category when its level is in the node's set, a missing value
 * (NaN) by the node's own direction.
 */
public final class Tree {
  private static final int LEAF = -1;
  private final int[] feature;
  private final double[] threshold;
  private final int[][] levels;
  private final boolean[] missingLeft;
  private final int[] left;
  private final int[] right;
  private final double[] value;
  private final double[] cover;

  /**
   * @param feature input that decides, -1 for a leaf
   * @param threshold of a number, 0 elsewhere
   * @param levels bit sets of the levels that go left, 32 a word, lowest first; empty for numbers
   * @param missingLeft where missing values go
   * @param left node of the left child
   * @param right node of the right child
   * @param value what a leaf answers
   * @param cover training rows that came through the node
   * @throws IllegalArgumentException when it is no tree, so that no file can make a walk endless
   */
  @JsonCreator
  Tree(
      @JsonProperty("feature") int[] feature,
      @JsonProperty("threshold") double[] threshold,
      @JsonProperty("levels") int[][] levels,
      @JsonProperty("missing_left") boolean[] missingLeft,
      @JsonProperty("left") int[] left,
      @JsonProperty("right") int[] right,
      @JsonProperty("value") double[] value,
      @JsonProperty("cover") double[] cover) {
    this.feature = feature.clone();
    this.threshold = threshold.clone();
    this.levels = levels.clone();
    this.missingLeft = missingLeft.clone();
    this.left = left.clone();
    this.right = right.clone();
    this.value = value.clone();
    this.cover = cover.clone();
    check();
  }

  private void check() {
    int nodes = feature.length;
    boolean[] child = new boolean[nodes];
    boolean whole =
        nodes > 0
            && threshold.length == nodes
            && levels.length == nodes
            && missingLeft.length == nodes
            && left.length == nodes
            && right.length == nodes
            && value.length == nodes
            && cover.length == nodes;
    for (int i = 0; whole && i < nodes; i++) {
      whole = Double.isFinite(value[i]) && cover[i] > 0 && feature[i] >= LEAF;
      if (whole && feature[i] != LEAF) {
        for (int next : new int[] {left[i], right[i]}) {
          whole &= next > i && next < nodes && !child[next];
          if (whole) {
            child[next] = true;
          }
        }
      }
    }
    if (!whole) {
      throw new IllegalArgumentException("not a tree");
    }
  }

  @JsonProperty("feature")
  int[] features() {
    return feature.clone();
  }

  @JsonProperty("threshold")
  double[] thresholds() {
    return threshold.clone();
  }

  @JsonProperty("levels")
  int[][] levelSets() {
    return levels.clone();
  }

  @JsonProperty("missing_left")
  boolean[] missingDirections() {
    return missingLeft.clone();
  }

  @JsonProperty("left")
  int[] leftNodes() {
    return left.clone();
  }

  @JsonProperty("right")
  int[] rightNodes() {
    return right.clone();
  }

  @JsonProperty("value")
  double[] values() {
    return value.clone();
  }

  @JsonProperty("cover")
  double[] covers() {
    return cover.clone();
  }

  public int nodes() {
    return feature.length;
  }

  boolean leaf(int node) {
    return feature[node] == LEAF;
  }

  int feature(int node) {
    return feature[node];
  }

  int left(int node) {
    return left[node];
  }

  int right(int node) {
    return right[node];
  }

  double value(int node) {
    return value[node];
  }

  double cover(int node) {
    return cover[node];
  }

  /** Largest input that the tree asks for. */
  int lastFeature() {
    return Arrays.stream(feature).max().orElse(LEAF);
  }

  /** Longest way from the root to a leaf, in edges. */
  int depth() {
    int[] depth = new int[feature.length];
    int deepest = 0;
    for (int i = 0; i < feature.length; i++) {
      if (!leaf(i)) {
        depth[left[i]] = depth[i] + 1;
        depth[right[i]] = depth[i] + 1;
      }
      deepest = Math.max(deepest, depth[i]);
    }
    return deepest;
  }

  /** The child that a row goes to. */
  int child(int node, double[] x) {
    double v = x[feature[node]];
    boolean goesLeft;
    if (Double.isNaN(v)) {
      goesLeft = missingLeft[node];
    } else if (levels[node].length > 0) {
      goesLeft = v < 0 ? missingLeft[node] : BitSets.has(levels[node], (int) v);
    } else {
      goesLeft = v <= threshold[node];
    }
    return goesLeft ? left[node] : right[node];
  }

  /** The same tree with its answers multiplied. */
  Tree times(double factor) {
    double[] values = value.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return new Tree(feature, threshold, levels, missingLeft, left, right, values, cover);
  }

  /** What the tree answers for a row. */
  double predict(double[] x) {
    int node = 0;
    while (feature[node] != LEAF) {
      node = child(node, x);
    }
    return value[node];
  }
}
