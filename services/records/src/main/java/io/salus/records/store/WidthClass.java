package io.salus.records.store;

import java.util.concurrent.TimeUnit;

/**
 * Times by how long they last. One index by low finds what overlaps a span when it is known how far
 * left of it low can lie.
 */
public final class WidthClass {
  /** Microseconds that a time of each class lasts at most; the last has no bound. */
  private static final long[] WIDEST = {
    TimeUnit.SECONDS.toMicros(1),
    TimeUnit.DAYS.toMicros(1),
    TimeUnit.DAYS.toMicros(31),
    TimeUnit.DAYS.toMicros(366),
    TimeUnit.DAYS.toMicros(3660),
    Long.MAX_VALUE
  };

  private WidthClass() {}

  /** How many there are. */
  public static int count() {
    return WIDEST.length;
  }

  /** The widest time of a class in microseconds. */
  public static long widest(int widthClass) {
    return WIDEST[widthClass];
  }

  static int of(long low, long high) {
    long width = high - low;
    if (width < 0) {
      return WIDEST.length - 1; // from the beginning or to the end of time
    }
    int widthClass = 0;
    while (width > WIDEST[widthClass]) {
      widthClass++;
    }
    return widthClass;
  }
}
