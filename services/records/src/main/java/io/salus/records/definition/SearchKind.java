package io.salus.records.definition;

/** The kinds of search parameters that can be indexed one value at a time. */
public enum SearchKind {
  TOKEN,
  STRING,
  DATE,
  REFERENCE,
  NUMBER,
  QUANTITY,
  URI
}
