package io.salus.records.feature;

import java.util.Locale;

/** How many rows become one value. */
enum Aggregate {
  /** Newest value. */
  LAST,
  /** Oldest value. */
  FIRST,
  MEAN,
  MIN,
  MAX,
  /** Change over time, of the straight line with the least squared distance. */
  SLOPE,
  /** Number of rows; 0 when there are none. */
  COUNT,
  /** Number of different values; 0 when there are none. */
  COUNT_DISTINCT,
  /** Whether there is a row. */
  EXISTS,
  /** Time since the newest row. */
  TIME_SINCE,
  /** Time since the date in the column. */
  AGE;

  /** As definitions write it. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean needsColumn() {
    return switch (this) {
      case COUNT, EXISTS, TIME_SINCE -> false;
      case LAST, FIRST, MEAN, MIN, MAX, SLOPE, COUNT_DISTINCT, AGE -> true;
    };
  }

  boolean gives(ValueType type) {
    return switch (this) {
      case LAST, FIRST -> true;
      case EXISTS -> type == ValueType.BOOLEAN;
      case MEAN, MIN, MAX, SLOPE, COUNT, COUNT_DISTINCT, TIME_SINCE, AGE ->
          type == ValueType.NUMBER;
    };
  }

  boolean needsTime() {
    return this == SLOPE || this == TIME_SINCE;
  }

  /** Whether it is made of the values as numbers, which then may have units. */
  boolean isOfAmounts(ValueType type) {
    return switch (this) {
      case LAST, FIRST -> type == ValueType.NUMBER;
      case MEAN, MIN, MAX, SLOPE -> true;
      case COUNT, COUNT_DISTINCT, EXISTS, TIME_SINCE, AGE -> false;
    };
  }
}
