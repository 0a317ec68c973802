package io.salus.learning.table;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One feature of all rows. Every kind is kept as doubles, so that rows of mixed kinds are plain
 * vectors: a number as itself, a boolean as 0 or 1, a category as the index of its level; NaN is
 * missing.
 */
public final class Column {
  private final String name;
  private final ColumnKind kind;
  private final double[] values;
  private final List<String> levels;

  private Column(String name, ColumnKind kind, double[] values, List<String> levels) {
    this.name = name;
    this.kind = kind;
    this.values = values;
    this.levels = List.copyOf(levels);
  }

  /** A column of numbers; NaN is missing. */
  public static Column numbers(String name, double[] values) {
    return new Column(name, ColumnKind.NUMBER, values.clone(), List.of());
  }

  /** A column of truth values: 0, 1 or NaN. */
  public static Column booleans(String name, double[] values) {
    return new Column(name, ColumnKind.BOOLEAN, values.clone(), List.of());
  }

  /** A column of categories: indexes into {@code levels}, or NaN. */
  public static Column categories(String name, double[] codes, List<String> levels) {
    return new Column(name, ColumnKind.CATEGORY, codes.clone(), levels);
  }

  public String name() {
    return name;
  }

  public ColumnKind kind() {
    return kind;
  }

  /** Levels of a category in code order; empty for other kinds. */
  public List<String> levels() {
    return levels;
  }

  public int size() {
    return values.length;
  }

  /** The value as a number, NaN when missing. */
  public double value(int row) {
    return values[row];
  }

  public boolean missing(int row) {
    return Double.isNaN(values[row]);
  }

  /** The level of a category that is not missing. */
  public String level(int row) {
    return levels.get((int) values[row]);
  }

  /** All values, a copy. */
  public double[] values() {
    return values.clone();
  }

  /** The same column with these rows only, in this order. */
  public Column rows(int[] rows) {
    return new Column(name, kind, IntStream.of(rows).mapToDouble(r -> values[r]).toArray(), levels);
  }

  @Override
  public String toString() {
    return name + " (" + kind + ", " + values.length + " rows)";
  }
}
