package io.salus.learning.svm;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Rows of the kernel matrix, computed when they are asked for and kept while there is room; of two
 * that mirror each other one element is computed.
 */
final class KernelRows {
  private static final long MOST_BYTES = 512L << 20;
  private final double[][] x;
  private final Kernel kernel;
  private final double[] squares;
  private final double[][] kept;
  private final BitSet there = new BitSet();
  private final int most;

  /** Rows in the order in which they were computed; the oldest goes first. */
  private final int[] queue;

  private int computed;

  KernelRows(double[][] x, Kernel kernel) {
    this.x = x;
    this.kernel = kernel;
    this.squares = Arrays.stream(x).mapToDouble(Kernel::square).toArray();
    this.kept = new double[x.length][];
    this.most = (int) Math.clamp(MOST_BYTES / (8L * x.length), 2, x.length + 1L);
    this.queue = new int[most];
  }

  int count() {
    return x.length;
  }

  double diagonal(int i) {
    return kernel.ofDot(squares[i], squares[i], squares[i]);
  }

  double[] row(int i) {
    if (!there.get(i)) {
      keep(i, compute(i));
    }
    return kept[i];
  }

  private void keep(int i, double[] row) {
    int slot = computed % most;
    if (computed >= most) {
      there.clear(queue[slot]);
      kept[queue[slot]] = new double[0];
    }
    queue[slot] = i;
    kept[i] = row;
    there.set(i);
    computed++;
  }

  private double[] compute(int i) {
    double[] row = new double[x.length];
    for (int j = 0; j < row.length; j++) {
      row[j] = there.get(j) ? kept[j][i] : kernel.ofDot(dot(x[i], x[j]), squares[i], squares[j]);
    }
    return row;
  }

  /** Four sums, so that additions need not wait for each other. */
  private static double dot(double[] a, double[] b) {
    double s = 0;
    double t = 0;
    double u = 0;
    double v = 0;
    int j = 0;
    for (; j + 3 < a.length; j += 4) {
      s += a[j] * b[j];
      t += a[j + 1] * b[j + 1];
      u += a[j + 2] * b[j + 2];
      v += a[j + 3] * b[j + 3];
    }
    for (; j < a.length; j++) {
      s += a[j] * b[j];
    }
    return s + t + (u + v);
  }
}
