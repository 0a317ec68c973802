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
}
