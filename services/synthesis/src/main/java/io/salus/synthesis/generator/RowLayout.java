package io.salus.synthesis.generator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.salus.synthesis.encoding.EncodedRows;
import io.salus.synthesis.encoding.TableCodec;
import java.util.List;

/**
 * A row as a vector: the offsets of the columns that have some, then one-hot cells of all columns.
 */
final class RowLayout {
  private final TableCodec codec;
  private final List<Integer> levels;
  private final List<Integer> withOffset;
  private final int cells;

  RowLayout(TableCodec codec) {
    this.codec = codec;
    this.levels = codec.levels();
    this.withOffset = codec.withOffset();
    this.cells = levels.stream().mapToInt(Integer::intValue).sum();
  }

  List<Integer> levels() {
    return levels;
  }

  int offsets() {
    return withOffset.size();
  }

  int width() {
    return withOffset.size() + cells;
  }

  /** One vector a row, all in one array. */
  float[] vectors(EncodedRows rows) {
    float[] flat = new float[rows.rows() * width()];
    for (int row = 0; row < rows.rows(); row++) {
      int at = row * width();
      for (int i = 0; i < withOffset.size(); i++) {
        flat[at + i] = rows.offset(row, withOffset.get(i));
      }
      at += withOffset.size();
      for (int column = 0; column < levels.size(); column++) {
        flat[at + rows.level(row, column)] = 1;
        at += levels.get(column);
      }
    }
    return flat;
  }

  /** Vectors of some rows, batch x width. */
  NDArray batch(NDManager manager, float[] vectors, int[] rows) {
    float[] flat = new float[rows.length * width()];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(vectors, rows[i] * width(), flat, i * width(), width());
    }
    return manager.create(flat, new Shape(rows.length, width()));
  }

  /**
   * Cells x offsets, 1 where the cell is a level that holds more than one value: cells times this
   * says how much an offset means.
   */
  NDArray meaning(NDManager manager) {
    float[] matrix = new float[cells * withOffset.size()];
    int cell = 0;
    for (int column = 0; column < levels.size(); column++) {
      int offset = withOffset.indexOf(column);
      for (int level = 0; level < levels.get(column); level++, cell++) {
        if (offset >= 0 && codec.spread(column, level)) {
          matrix[cell * withOffset.size() + offset] = 1;
        }
      }
    }
    return manager.create(matrix, new Shape(cells, withOffset.size()));
  }

  /** Puts vectors into rows from a row on; in each column the largest cell is the level. */
  void read(float[] vectors, int rows, EncodedRows into, int from) {
    for (int row = 0; row < rows && from + row < into.rows(); row++) {
      int at = row * width() + withOffset.size();
      for (int column = 0; column < levels.size(); column++) {
        int level = 0;
        for (int i = 1; i < levels.get(column); i++) {
          level = vectors[at + i] > vectors[at + level] ? i : level;
        }
        at += levels.get(column);
        int offset = withOffset.indexOf(column);
        into.set(from + row, column, level, offset < 0 ? 0 : vectors[row * width() + offset]);
      }
    }
  }
}
