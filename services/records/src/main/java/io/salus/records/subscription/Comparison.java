package io.salus.records.subscription;

import io.salus.service.errors.AppException.InvalidInput;
import java.util.Locale;

/** The prefix of a value that has an order. FHIR R4, search, "prefix". */
enum Comparison {
  EQ,
  NE,
  GT,
  LT,
  GE,
  LE,
  SA,
  EB;

  /** The prefix that a value begins with; EQ when it begins with none. */
  static Comparison of(String value, String place) {
    if (value.length() < 2 || !Character.isLetter(value.charAt(0))) {
      return EQ;
    }
    String prefix = value.substring(0, 2).toUpperCase(Locale.ROOT);
    for (Comparison comparison : values()) {
      if (comparison.name().equals(prefix)) {
        return comparison;
      }
    }
    throw new InvalidInput("The prefix is one of eq, ne, gt, lt, ge, le, sa and eb.", place);
  }

  static String withoutPrefix(String value) {
    return value.length() >= 2 && Character.isLetter(value.charAt(0)) ? value.substring(2) : value;
  }
}
