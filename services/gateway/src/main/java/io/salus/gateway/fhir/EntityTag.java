package io.salus.gateway.fhir;

import io.salus.service.errors.AppException.InvalidInput;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Weak entity tags that carry a version, http://hl7.org/fhir/R4/http.html#concurrency. */
final class EntityTag {
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"([1-9][0-9]{0,8})\"");

  private EntityTag() {}

  static String of(int version) {
    return "W/\"" + version + "\"";
  }

  /** The version that If-Match demands; 0 when the header is absent. Throws InvalidInput. */
  static int ifMatch(@Nullable String header) {
    if (header == null) {
      return 0;
    }
    Matcher tag = TAG.matcher(header.trim());
    if (!tag.matches()) {
      throw new InvalidInput("If-Match must be one version, written as W/\"3\".");
    }
    return Integer.parseInt(tag.group(1));
  }

  /** Whether If-None-Match names this version. */
  static boolean known(@Nullable String header, int version) {
    if (header == null) {
      return false;
    }
    if (header.trim().equals("*")) {
      return true;
    }
    Matcher tag = TAG.matcher(header);
    while (tag.find()) {
      if (Integer.parseInt(tag.group(1)) == version) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether If-Modified-Since names a time at which this one was there already. HTTP knows no parts
   * of seconds, so it is compared by the second that Last-Modified says; what is no time is
   * ignored.
   */
  static boolean unmodified(@Nullable String header, Instant lastUpdated) {
    if (header == null) {
      return false;
    }
    try {
      Instant since =
          DateTimeFormatter.RFC_1123_DATE_TIME
              .parse(header.trim(), ZonedDateTime::from)
              .toInstant();
      return !lastUpdated.truncatedTo(ChronoUnit.SECONDS).isAfter(since);
    } catch (DateTimeException e) {
      return false;
    }
  }
}
