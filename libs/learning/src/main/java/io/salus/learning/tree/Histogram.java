package io.salus.learning.tree;

/**
 * Sums over the rows of one node by bin: first derivatives, second derivatives, rows. One array
 * holds them all, three numbers a bin, one input after the other.
 */
final class Histogram {
  final double[] sums;

  private Histogram(double[] sums) {
    this.sums = sums;
  }

  static Histogram empty(int bins) {
    return new Histogram(new double[3 * bins]);
  }

  /** Adds rows {@code from} to {@code to}, in their order, which fixes the rounding. */
  void add(byte[] column, int offset, Rows rows, int from, int to) {
    int[] index = rows.index();
    double[] gradient = rows.gradient();
    double[] hessian = rows.hessian();
    for (int i = from; i < to; i++) {
      int at = 3 * (offset + (column[index[i]] & 0xff));
      sums[at] += gradient[i];
      sums[at + 1] += hessian[i];
      sums[at + 2]++;
    }
  }

  /** What is left for the other child when this is the parent's: Ke et al., section 2.1. */
  Histogram minus(Histogram child) {
    double[] rest = new double[sums.length];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = sums[i] - child.sums[i];
    }
    return new Histogram(rest);
  }
}
