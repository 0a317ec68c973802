package io.salus.learning.tree;

/**
 * Rows of a tree with their derivatives, in an order in which every node's rows lie together. A row
 * may be there more than once.
 */
final class Rows {
  private final int[] index;
  private final double[] gradient;
  private final double[] hessian;
  private final int[] spareIndex;
  private final double[] spareGradient;
  private final double[] spareHessian;

  /**
   * @param chosen row numbers
   * @param gradients first derivatives of all rows of the table
   * @param hessians second derivatives
   */
  Rows(int[] chosen, double[] gradients, double[] hessians) {
    index = chosen.clone();
    gradient = new double[index.length];
    hessian = new double[index.length];
    for (int i = 0; i < index.length; i++) {
      gradient[i] = gradients[index[i]];
      hessian[i] = hessians[index[i]];
    }
    spareIndex = new int[index.length];
    spareGradient = new double[index.length];
    spareHessian = new double[index.length];
  }

  int count() {
    return index.length;
  }

  int[] index() {
    return index;
  }

  double[] gradient() {
    return gradient;
  }

  double[] hessian() {
    return hessian;
  }

  /** Parts the rows of a node, keeping their order; returns where the right ones begin. */
  int part(BinnedTable data, Split split, int from, int to) {
    int left = from;
    int right = 0;
    for (int i = from; i < to; i++) {
      if (split.left(data, index[i])) {
        index[left] = index[i];
        gradient[left] = gradient[i];
        hessian[left] = hessian[i];
        left++;
      } else {
        spareIndex[right] = index[i];
        spareGradient[right] = gradient[i];
        spareHessian[right] = hessian[i];
        right++;
      }
    }
    System.arraycopy(spareIndex, 0, index, left, right);
    System.arraycopy(spareGradient, 0, gradient, left, right);
    System.arraycopy(spareHessian, 0, hessian, left, right);
    return left;
  }
}
