package io.salus.records.search;

/** Bounds of an interval's two ends, all of them included. */
record Box(long lowFrom, long lowTo, long highFrom, long highTo) {
  private static final long MIN = Long.MIN_VALUE;
  private static final long MAX = Long.MAX_VALUE;

  static Box lowFrom(long from) {
    return new Box(from, MAX, MIN, MAX);
  }

  static Box lowTo(long to) {
    return new Box(MIN, to, MIN, MAX);
  }

  static Box highFrom(long from) {
    return new Box(MIN, MAX, from, MAX);
  }

  static Box highTo(long to) {
    return new Box(MIN, MAX, MIN, to);
  }

  /** What both hold. */
  Box and(Box other) {
    return new Box(
        Math.max(lowFrom, other.lowFrom),
        Math.min(lowTo, other.lowTo),
        Math.max(highFrom, other.highFrom),
        Math.min(highTo, other.highTo));
  }

  boolean holds(long low, long high) {
    return low >= lowFrom && low <= lowTo && high >= highFrom && high <= highTo;
  }

  boolean isEmpty() {
    return lowFrom > lowTo || highFrom > highTo;
  }
}
