package io.salus.records.search;

/**
 * What a result is ordered by: the smallest value of a resource, or the greatest when descending.
 * Resources without a value come last in either direction.
 *
 * @param field null-object free: for {@code _id} and {@code _lastUpdated} a field of that code
 */
record SortKey(Field field, boolean descending) {
  boolean isId() {
    return field.code().equals("_id");
  }

  boolean isUpdated() {
    return field.code().equals("_lastUpdated");
  }

  /** Whether the index does not hold what it goes by, so that resources are read for it. */
  boolean isOfBody() {
    return switch (field.kind()) {
      case TOKEN, URI, REFERENCE -> !isId() && !isUpdated();
      case STRING, DATE, NUMBER, QUANTITY, COMPOSITE, SPECIAL -> false;
    };
  }
}
