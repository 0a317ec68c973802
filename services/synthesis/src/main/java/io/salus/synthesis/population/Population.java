package io.salus.synthesis.population;

import io.salus.learning.table.Column;
import io.salus.learning.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Columns of equal length. The label is one of them; patients and index dates are none, so that
 * nothing downstream can learn or release them.
 */
public final class Population {
  private static final String LABEL = "label";

  private final List<Column> columns;
  private final int rows;

  public Population(List<Column> columns, int rows) {
    this.columns = List.copyOf(columns);
    this.rows = rows;
    for (Column column : columns) {
      if (column.size() != rows) {
        throw new IllegalArgumentException(
            "column " + column.name() + " has " + column.size() + " rows, not " + rows);
      }
    }
  }

  /** Features and label of a snapshot; the label comes last. */
  public static Population of(Table table) {
    List<Column> columns = new ArrayList<>(table.features());
    boolean[] labels = table.labels();
    columns.add(
        Column.booleans(
            LABEL,
            IntStream.range(0, labels.length).mapToDouble(i -> labels[i] ? 1 : 0).toArray()));
    return new Population(columns, table.rows());
  }

  public List<Column> columns() {
    return columns;
  }

  public int rows() {
    return rows;
  }

  /** The same columns with these rows only, in this order. */
  public Population rows(int[] kept) {
    return new Population(columns.stream().map(column -> column.rows(kept)).toList(), kept.length);
  }

  /** All values of a row; equal keys mean identical rows. */
  public List<Double> key(int row) {
    return columns.stream().map(column -> column.value(row) + 0.0).toList();
  }
}
