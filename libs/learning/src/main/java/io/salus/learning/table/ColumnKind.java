package io.salus.learning.table;

/** What the numbers of a column stand for. */
public enum ColumnKind {
  /** The number itself. */
  NUMBER,
  /** 1 for true, 0 for false. */
  BOOLEAN,
  /** Index into the column's levels. */
  CATEGORY
}
