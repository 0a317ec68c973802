package io.salus.records.subscription;

import io.salus.records.definition.TimeSpan;
import io.salus.service.errors.AppException.InvalidInput;

/** A time of criteria: microseconds since 1970 (UTC), half open, as its precision says. */
record TimeValue(Comparison comparison, long low, long high) {
  static TimeValue parse(String value, String place) {
    // A plus sign that was not percent-encoded arrives as a space.
    TimeSpan span = TimeSpan.parse(Comparison.withoutPrefix(value).replace(' ', '+'));
    if (span == null) {
      throw new InvalidInput("The value of a date parameter is a FHIR date.", place);
    }
    return new TimeValue(Comparison.of(value, place), span.lowMicros(), span.highMicros());
  }

  boolean fits(long otherLow, long otherHigh) {
    boolean within = otherLow >= low && otherHigh <= high;
    return switch (comparison) {
      case EQ -> within;
      case NE -> !within;
      case GT -> otherHigh > high;
      case LT -> otherLow < low;
      case GE -> otherHigh > high || within;
      case LE -> otherLow < low || within;
      case SA -> otherLow >= high;
      case EB -> otherHigh <= low;
    };
  }
}
