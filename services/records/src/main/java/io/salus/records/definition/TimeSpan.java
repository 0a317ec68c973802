package io.salus.records.definition;

import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * The time that a FHIR date, dateTime or instant covers at its own precision, half open: {@code
 * 2024-03} lasts from the first microsecond of March up to, not including, the first of April.
 *
 * @param lowMicros first microsecond since 1970-01-01T00:00Z
 * @param highMicros first microsecond after it
 * @param zoned whether the text names a zone; without one UTC is taken
 */
public record TimeSpan(long lowMicros, long highMicros, Precision precision, boolean zoned) {
  /** The smallest unit that is written. */
  public enum Precision {
    YEAR,
    MONTH,
    DAY,
    MINUTE,
    SECOND
  }

  private static final long SECOND = 1_000_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final int LONGEST = 64;

  /**
   * Reads a date or time in any precision, seconds and zone optional as in search parameters.
   *
   * @return null when the text is no such time
   */
  public static @Nullable TimeSpan parse(String text) {
    int length = text.length();
    int year = digits(text, 0, 4);
    if (year < 1 || length > LONGEST) {
      return null;
    }
    if (length == 4) {
      return days(LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1), Precision.YEAR);
    }
    int month = text.charAt(4) == '-' ? digits(text, 5, 7) : -1;
    if (month < 1 || month > 12) {
      return null;
    }
    if (length == 7) {
      LocalDate first = LocalDate.of(year, month, 1);
      return days(first, first.plusMonths(1), Precision.MONTH);
    }
    int day = text.charAt(7) == '-' ? digits(text, 8, 10) : -1;
    if (day < 1 || (day > 28 && day > YearMonth.of(year, month).lengthOfMonth())) {
      return null;
    }
    LocalDate date = LocalDate.of(year, month, day);
    if (length == 10) {
      return days(date, date.plusDays(1), Precision.DAY);
    }
    return text.charAt(10) == 'T' ? time(text, date.toEpochDay() * DAY) : null;
  }

  private static TimeSpan days(LocalDate from, LocalDate to, Precision precision) {
    return new TimeSpan(from.toEpochDay() * DAY, to.toEpochDay() * DAY, precision, false);
  }

  private static @Nullable TimeSpan time(String text, long midnight) {
    int hour = digits(text, 11, 13);
    int minute = charAt(text, 13) == ':' ? digits(text, 14, 16) : -1;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
      return null;
    }
    long low = midnight + hour * HOUR + minute * MINUTE;
    long width = MINUTE;
    int at = 16;
    Precision precision = Precision.MINUTE;
    if (charAt(text, at) == ':') {
      int second = digits(text, 17, 19);
      if (second < 0 || second > 60) {
        return null;
      }
      low += second * SECOND;
      width = SECOND;
      at = 19;
      precision = Precision.SECOND;
      if (charAt(text, at) == '.') {
        int end = endOfDigits(text, at + 1);
        if (end == at + 1) {
          return null;
        }
        for (int i = at + 1; i < end && width > 1; i++) {
          width /= 10;
          low += width * (text.charAt(i) - '0');
        }
        at = end;
      }
    }
    boolean zoned = at < text.length();
    long offset = zoned ? offset(text, at) : 0;
    if (offset == Long.MIN_VALUE) {
      return null;
    }
    return new TimeSpan(low - offset, low - offset + width, precision, zoned);
  }

  /** Micros east of UTC, or {@link Long#MIN_VALUE} when this is no zone. */
  private static long offset(String text, int at) {
    char sign = text.charAt(at);
    if (sign == 'Z' && text.length() == at + 1) {
      return 0;
    }
    int hours = digits(text, at + 1, at + 3);
    int minutes = charAt(text, at + 3) == ':' ? digits(text, at + 4, at + 6) : -1;
    boolean known = sign == '+' || sign == '-';
    boolean inRange = hours >= 0 && minutes >= 0 && minutes < 60 && hours * 60 + minutes <= 14 * 60;
    if (!known || !inRange || text.length() != at + 6) {
      return Long.MIN_VALUE;
    }
    long offset = hours * HOUR + minutes * MINUTE;
    return sign == '-' ? -offset : offset;
  }

  private static char charAt(String text, int index) {
    return index < text.length() ? text.charAt(index) : '\0';
  }

  private static int endOfDigits(String text, int from) {
    int at = from;
    while (isDigit(charAt(text, at))) {
      at++;
    }
    return at;
  }

  private static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = charAt(text, i);
      if (!isDigit(c)) {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
