package io.salus.learning.tree;

import java.util.stream.IntStream;

/** Rows as bins, one byte array an input: what trees are grown on. */
final class BinnedTable {
  private final Bins[] bins;
  private final byte[][] columns;
  private final int rows;

  private BinnedTable(Bins[] bins, byte[][] columns, int rows) {
    this.bins = bins;
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * Learns the bins of a training fold.
   *
   * @param x inputs, one array a row; NaN is missing
   * @param levels levels of each input that is a category, 0 for numbers
   */
  static BinnedTable fit(double[][] x, int[] levels, int mostBins) {
    Bins[] bins = new Bins[levels.length];
    byte[][] columns = new byte[levels.length][];
    IntStream.range(0, levels.length)
        .parallel()
        .forEach(
            feature -> {
              double[] values = new double[x.length];
              for (int i = 0; i < x.length; i++) {
                values[i] = x[i][feature];
              }
              bins[feature] =
                  levels[feature] > 0
                      ? Bins.ofCategory(levels[feature])
                      : Bins.ofNumber(values, mostBins);
              byte[] column = new byte[x.length];
              for (int i = 0; i < x.length; i++) {
                column[i] = (byte) bins[feature].of(values[i]);
              }
              columns[feature] = column;
            });
    return new BinnedTable(bins, columns, x.length);
  }

  int rows() {
    return rows;
  }

  int features() {
    return bins.length;
  }

  Bins bins(int feature) {
    return bins[feature];
  }

  byte[] column(int feature) {
    return columns[feature];
  }

  int bin(int feature, int row) {
    return columns[feature][row] & 0xff;
  }
}
