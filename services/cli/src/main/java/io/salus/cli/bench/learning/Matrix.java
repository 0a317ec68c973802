package io.salus.cli.bench.learning;

import io.salus.learning.table.Column;
import io.salus.learning.table.ColumnKind;
import io.salus.learning.table.Table;
import java.util.List;
import java.util.stream.IntStream;

/** A table as plain numbers, for the other side: categories as codes, NaN for missing. */
final class Matrix {
  /** What scikit-learn's histogram boosting takes as a category at most. */
  private static final int MOST_LEVELS = 255;

  private Matrix() {}

  static double[][] of(Table table) {
    double[][] rows = new double[table.rows()][table.features().size()];
    for (int j = 0; j < table.features().size(); j++) {
      double[] values = table.features().get(j).values();
      for (int i = 0; i < rows.length; i++) {
        rows[i][j] = values[i];
      }
    }
    return rows;
  }

  /** Columns that the other side may treat as categories; those with more levels are codes. */
  static List<Integer> categories(Table table) {
    List<Column> columns = table.features();
    return IntStream.range(0, columns.size())
        .filter(i -> columns.get(i).kind() == ColumnKind.CATEGORY)
        .filter(i -> columns.get(i).levels().size() <= MOST_LEVELS)
        .boxed()
        .toList();
  }
}
