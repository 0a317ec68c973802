package io.salus.synthesis.encoding;

/** Rows as levels and offsets, one of each a column. */
public final class EncodedRows {
  private final int rows;
  private final int columns;
  private final int[] levels;
  private final float[] offsets;

  public EncodedRows(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.levels = new int[rows * columns];
    this.offsets = new float[rows * columns];
  }

  public int rows() {
    return rows;
  }

  public int level(int row, int column) {
    return levels[row * columns + column];
  }

  /** -1 to 1; 0 where the level is one value. */
  public float offset(int row, int column) {
    return offsets[row * columns + column];
  }

  public void set(int row, int column, int level, double offset) {
    levels[row * columns + column] = level;
    offsets[row * columns + column] = (float) offset;
  }
}
