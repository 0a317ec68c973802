package io.salus.learning.tree;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A sum of trees, {@code f(x) = base + sum of t(x)}. Safe for several threads.
 *
 * @param width number of inputs
 * @param base what is answered without any tree
 * @param trees summed in this order, so that the same row gives the same bits
 */
public record TreeEnsemble(int width, double base, List<Tree> trees) {
  @JsonCreator
  public TreeEnsemble(
      @JsonProperty("width") int width,
      @JsonProperty("base") double base,
      @JsonProperty("trees") List<Tree> trees) {
    this.width = width;
    this.base = base;
    this.trees = List.copyOf(trees);
    for (Tree tree : trees) {
      if (tree.lastFeature() >= width) {
        throw new IllegalArgumentException("a tree asks for an input that is not there");
      }
    }
  }

  /**
   * Answer for one row.
   *
   * @param x inputs; NaN is missing
   */
  public double score(double[] x) {
    double sum = base;
    for (Tree tree : trees) {
      sum += tree.predict(x);
    }
    return sum;
  }

  /**
   * What each input adds to the answer for a row, and last what is answered without knowing any; in
   * sum the answer. See {@link TreeShap}.
   */
  public double[] contributions(double[] x) {
    double[] sums = new double[width + 1];
    sums[width] = base;
    for (Tree tree : trees) {
      TreeShap.add(tree, x, sums);
    }
    return sums;
  }
}
