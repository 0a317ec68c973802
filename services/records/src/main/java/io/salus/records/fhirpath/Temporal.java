package io.salus.records.fhirpath;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A date, dateTime, instant or time as the span that its precision leaves open: `2020-03` is the
 * whole month.
 *
 * <p>Without a time zone it is read as UTC. Seconds and their fractions are one precision (FHIRPath
 * 2.0, 6.2), so they are a point.
 *
 * @param low first moment
 * @param high first moment after it
 */
public record Temporal(Instant low, Instant high) {
  private static final String TIME = "(\\d\\d)(?::(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,9})\\d*)?)?)?";
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d)(T(?:" + TIME + "(Z|[+-]\\d\\d:\\d\\d)?)?)?)?)?");
  private static final Pattern TIME_ONLY = Pattern.compile("T?" + TIME);

  /** Null when the text is none, or names a day or time that does not exist. */
  public static @Nullable Temporal parse(String text) {
    try {
      var dateTime = DATE_TIME.matcher(text);
      if (dateTime.matches()) {
        return dateTime(dateTime);
      }
      var time = TIME_ONLY.matcher(text);
      return time.matches() ? time(time) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  static boolean isA(String type, String text) {
    return switch (type) {
      case "time" -> TIME_ONLY.matcher(text).matches();
      case "date" -> text.length() <= 10 && DATE_TIME.matcher(text).matches();
      case "instant" -> text.length() > 19 && DATE_TIME.matcher(text).matches();
      default -> DATE_TIME.matcher(text).matches();
    };
  }

  /** Negative, zero or positive as usual; null when the precisions leave it open. */
  public @Nullable Integer compare(Temporal other) {
    if (equals(other)) {
      return 0;
    }
    if (!high.isAfter(other.low)) {
      return -1;
    }
    return other.high.isAfter(low) ? null : Integer.valueOf(1);
  }

  private static Temporal dateTime(Matcher m) {
    int year = Integer.parseInt(m.group(1));
    if (m.group(2) == null) {
      return days(LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1));
    }
    var month = YearMonth.of(year, Integer.parseInt(m.group(2)));
    if (m.group(3) == null) {
      return days(month.atDay(1), month.plusMonths(1).atDay(1));
    }
    var day = month.atDay(Integer.parseInt(m.group(3)));
    if (m.group(5) == null) {
      return days(day, day.plusDays(1));
    }
    var zone = m.group(9);
    return clock(m, 5, day, zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone));
  }

  private static Temporal time(Matcher m) {
    return clock(m, 1, LocalDate.EPOCH, ZoneOffset.UTC);
  }

  private static Temporal clock(Matcher m, int group, LocalDate day, ZoneOffset zone) {
    int hour = Integer.parseInt(m.group(group));
    var minute = m.group(group + 1);
    if (minute == null) {
      var low = day.atTime(hour, 0).toInstant(zone);
      return new Temporal(low, low.plusSeconds(3600));
    }
    var second = m.group(group + 2);
    if (second == null) {
      var low = day.atTime(hour, Integer.parseInt(minute)).toInstant(zone);
      return new Temporal(low, low.plusSeconds(60));
    }
    var fraction = m.group(group + 3);
    int nanos = fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    // A leap second is valid in FHIR and unknown to java.time: it is the last moment before the
    // next minute.
    boolean leap = second.equals("60");
    var time =
        LocalTime.of(
            hour,
            Integer.parseInt(minute),
            leap ? 59 : Integer.parseInt(second),
            leap ? 999_999_999 : nanos);
    var low = day.atTime(time).toInstant(zone);
    return new Temporal(low, low.plusNanos(1));
  }

  private static Temporal days(LocalDate from, LocalDate to) {
    return new Temporal(
        from.atStartOfDay().toInstant(ZoneOffset.UTC), to.atStartOfDay().toInstant(ZoneOffset.UTC));
  }
}
