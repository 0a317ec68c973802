package io.salus.records.definition;

/** The kinds of search parameters. */
public enum SearchKind {
  TOKEN,
  STRING,
  DATE,
  REFERENCE,
  NUMBER,
  QUANTITY,
  URI,
  /** Several parts that one element must have together. */
  COMPOSITE,
  /** {@code near}: a place on the globe. */
  SPECIAL
}
