package io.salus.records.search;

import io.salus.service.errors.AppException.InvalidInput;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date of a search: its prefix, and the interval that its precision means, in microseconds since
 * 1970 (UTC), half open. FHIR R4, search, "date".
 */
record TimeComparison(Prefix prefix, long low, long high) {
  enum Prefix {
    EQ,
    NE,
    GT,
    LT,
    GE,
    LE,
    SA,
    EB
  }

  private static final Pattern VALUE =
      Pattern.compile(
          "(eq|ne|gt|lt|ge|le|sa|eb)?"
              + "(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d)"
              + "(?:T(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,9}))?)?(Z|[+-]\\d\\d:\\d\\d)?)?)?)?");

  static TimeComparison parse(String parameter, String value) {
    // A plus sign that was not percent-encoded arrives as a space.
    Matcher match = VALUE.matcher(value.replace(' ', '+'));
    if (!match.matches()) {
      throw invalid(parameter);
    }
    try {
      Prefix prefix =
          match.group(1) == null
              ? Prefix.EQ
              : Prefix.valueOf(match.group(1).toUpperCase(java.util.Locale.ROOT));
      return of(prefix, match);
    } catch (DateTimeException | ArithmeticException e) {
      throw invalid(parameter);
    }
  }

  private static TimeComparison of(Prefix prefix, Matcher match) {
    int month = match.group(3) == null ? 1 : Integer.parseInt(match.group(3));
    int day = match.group(4) == null ? 1 : Integer.parseInt(match.group(4));
    LocalDate date = LocalDate.of(Integer.parseInt(match.group(2)), month, day);
    if (match.group(5) == null) {
      LocalDate end =
          match.group(4) != null
              ? date.plusDays(1)
              : match.group(3) != null ? date.plusMonths(1) : date.plusYears(1);
      return new TimeComparison(
          prefix,
          micros(date.atStartOfDay().toInstant(ZoneOffset.UTC)),
          micros(end.atStartOfDay().toInstant(ZoneOffset.UTC)));
    }
    int second = match.group(7) == null ? 0 : Integer.parseInt(match.group(7));
    String fraction = match.group(8);
    int nanos = fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    LocalDateTime time =
        date.atTime(
            Integer.parseInt(match.group(5)), Integer.parseInt(match.group(6)), second, nanos);
    ZoneOffset offset = match.group(9) == null ? ZoneOffset.UTC : ZoneOffset.of(match.group(9));
    long low = micros(OffsetDateTime.of(time, offset).toInstant());
    return new TimeComparison(prefix, low, low + width(match.group(7), fraction));
  }

  private static long width(
      @org.jspecify.annotations.Nullable String second,
      @org.jspecify.annotations.Nullable String fraction) {
    if (second == null) {
      return 60_000_000;
    }
    long width = 1_000_000;
    for (int i = 0; fraction != null && i < Math.min(6, fraction.length()); i++) {
      width /= 10;
    }
    return width;
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static InvalidInput invalid(String parameter) {
    return new InvalidInput(
        "The value of the search parameter is not a FHIR date with a known prefix.", parameter);
  }

  /**
   * On a row {@code d} of resource_range that is no wider than {@code widest}: so low is bounded on
   * both sides, which is what the index needs.
   */
  void addTo(Statement sql, long widest) {
    switch (prefix) {
      case EQ ->
          sql.add("d.low >= ")
              .add(low)
              .add(" and d.low < ")
              .add(high)
              .add(" and d.high <= ")
              .add(high);
      case NE -> sql.add("d.low < ").add(low).add(" or d.high > ").add(high);
      case GT -> sql.add("d.low > ").add(left(high, widest)).add(" and d.high > ").add(high);
      case LT -> sql.add("d.low < ").add(low);
      case GE ->
          sql.add("d.low > ")
              .add(left(low, widest))
              .add(" and (d.high > ")
              .add(high)
              .add(" or d.low >= ")
              .add(low)
              .add(")");
      case LE ->
          sql.add("d.low < ")
              .add(high)
              .add(" and (d.low < ")
              .add(low)
              .add(" or d.high <= ")
              .add(high)
              .add(")");
      case SA -> sql.add("d.low >= ").add(high);
      case EB -> sql.add("d.low < ").add(low).add(" and d.high <= ").add(low);
    }
  }

  private static long left(long of, long widest) {
    return of < Long.MIN_VALUE + widest ? Long.MIN_VALUE : of - widest;
  }

  /** On the time of the last write, which is a point. */
  void addLastUpdatedTo(Statement sql) {
    switch (prefix) {
      case EQ -> sql.add("(x.updated >= ").add(low).add(" and x.updated < ").add(high).add(")");
      case NE -> sql.add("(x.updated < ").add(low).add(" or x.updated >= ").add(high).add(")");
      case GT, SA -> sql.add("x.updated >= ").add(high);
      case LT, EB -> sql.add("x.updated < ").add(low);
      case GE -> sql.add("x.updated >= ").add(low);
      case LE -> sql.add("x.updated < ").add(high);
    }
  }
}
