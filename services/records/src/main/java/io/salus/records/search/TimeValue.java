package io.salus.records.search;

import io.salus.records.definition.TimeSpan;
import io.salus.service.errors.AppException.InvalidInput;
import java.time.Clock;

/** A date of a search: its prefix, and the interval that its precision means. */
final class TimeValue {
  private TimeValue() {}

  /** FHIR R4, search, "date". */
  static Comparison parse(String parameter, String value, Clock clock) {
    Prefix prefix = Prefix.of(value);
    String text = prefix == null ? value : value.substring(2);
    // A plus sign that was not percent-encoded arrives as a space.
    TimeSpan span = TimeSpan.parse(text.replace(' ', '+'));
    if (span == null) {
      throw new InvalidInput(
          "The value of the search parameter is not a FHIR date with a known prefix.", parameter);
    }
    // "10% of the gap between now and the date" is the standard's recommendation.
    long now = Math.multiplyExact(clock.millis(), 1000);
    long slack = prefix == Prefix.AP ? Math.abs(now - span.lowMicros()) / 10 : 0;
    return Comparison.ofTimes(
        prefix == null ? Prefix.EQ : prefix, span.lowMicros(), span.highMicros(), slack);
  }
}
