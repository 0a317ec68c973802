package io.salus.synthesis.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.salus.learning.torch.Constant;
import java.util.List;

/**
 * Many softmaxes side by side, one a column, computed at once: the cells of all columns are spread
 * over a grid of columns x widest column by a matrix of zeros and ones, and gathered back by its
 * transpose. A loop over columns costs ten times as much in calls into the engine.
 */
public final class Segments {
  private static final float NEVER = -1e9f;

  private final int columns;
  private final int widest;
  private final int cells;
  private final NDArray spread;
  private final NDArray gather;
  private final NDArray unused;

  /**
   * @param widths cells of each column
   */
  public Segments(NDManager manager, List<Integer> widths) {
    columns = widths.size();
    widest = widths.stream().mapToInt(Integer::intValue).max().orElse(1);
    cells = widths.stream().mapToInt(Integer::intValue).sum();
    float[] matrix = new float[cells * columns * widest];
    float[] mask = new float[columns * widest];
    int cell = 0;
    for (int column = 0; column < columns; column++) {
      for (int i = 0; i < widest; i++) {
        int place = column * widest + i;
        if (i < widths.get(column)) {
          matrix[cell * columns * widest + place] = 1;
          cell++;
        } else {
          mask[place] = NEVER;
        }
      }
    }
    spread = manager.create(matrix, new Shape(cells, (long) columns * widest));
    gather = spread.transpose();
    unused = manager.create(mask);
  }

  /** Cells of all columns together. */
  public int cells() {
    return cells;
  }

  /** A softmax in each column; batch x cells to batch x cells. */
  public NDArray softmax(NDArray logits) {
    return back(grid(logits).softmax(2));
  }

  /** Logarithms of the softmax; batch x cells to batch x cells. */
  public NDArray logSoftmax(NDArray logits) {
    return back(grid(logits).logSoftmax(2).maximum(Constant.of(logits, NEVER)));
  }

  private NDArray grid(NDArray logits) {
    return logits.matMul(spread).add(unused).reshape(-1, columns, widest);
  }

  private NDArray back(NDArray grid) {
    return grid.reshape(-1, (long) columns * widest).matMul(gather);
  }
}
