package io.salus.records.search;

import java.util.List;

/**
 * Which intervals a value of a search accepts: those in one of the boxes, which share none, so that
 * no interval is read twice. Times are half-open intervals of microseconds, numbers closed ones of
 * ordered longs.
 */
record Comparison(List<Box> anyOf) {

  /**
   * Of half-open intervals with {@code [low, high)}.
   *
   * @param slack how far an approximate value may lie beside it
   */
  static Comparison ofTimes(Prefix prefix, long low, long high, long slack) {
    return switch (prefix) {
      case EQ -> of(Box.lowFrom(low).and(Box.highTo(high)));
      case NE -> of(Box.lowTo(low - 1), Box.lowFrom(low).and(Box.highFrom(high + 1)));
      case GT -> of(Box.highFrom(high + 1));
      case LT -> of(Box.lowTo(low - 1));
      case GE -> of(Box.highFrom(high + 1), Box.lowFrom(low).and(Box.highTo(high)));
      case LE -> of(Box.lowTo(low - 1), Box.lowFrom(low).and(Box.highTo(high)));
      case SA -> of(Box.lowFrom(high));
      case EB -> of(Box.highTo(low));
      case AP -> of(Box.lowTo(high - 1 + slack).and(Box.highFrom(low + 1 - slack)));
    };
  }

  /**
   * Of closed intervals with what a number stands for.
   *
   * @param low the first number that is written the same
   * @param high the last one
   */
  static Comparison ofNumbers(Prefix prefix, long exact, long low, long high) {
    return switch (prefix) {
      case EQ -> of(Box.lowFrom(low).and(Box.highTo(high)));
      case NE -> of(Box.lowTo(low - 1), Box.lowFrom(low).and(Box.highFrom(high + 1)));
      case GT -> of(Box.highFrom(exact + 1));
      case LT -> of(Box.lowTo(exact - 1));
      case GE -> of(Box.highFrom(exact));
      case LE -> of(Box.lowTo(exact));
      case SA -> of(Box.lowFrom(exact + 1));
      case EB -> of(Box.highTo(exact - 1));
      case AP -> of(Box.lowTo(high).and(Box.highFrom(low)));
    };
  }

  boolean holds(long low, long high) {
    return anyOf.stream().anyMatch(box -> box.holds(low, high));
  }

  /** What either accepts. */
  static Comparison union(List<Comparison> comparisons) {
    return new Comparison(
        comparisons.stream().flatMap(c -> c.anyOf().stream()).distinct().toList());
  }

  private static Comparison of(Box... boxes) {
    return new Comparison(List.of(boxes));
  }
}
