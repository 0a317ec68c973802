package io.salus.records.search;

import org.jspecify.annotations.Nullable;

/** How a value of a search compares with one of a resource. FHIR R4, search, "prefixes". */
enum Prefix {
  EQ,
  NE,
  GT,
  LT,
  GE,
  LE,
  SA,
  EB,
  AP;

  /** The prefix that a text starts with, or null. */
  static @Nullable Prefix of(String text) {
    if (text.length() < 2) {
      return null;
    }
    return switch (text.substring(0, 2)) {
      case "eq" -> EQ;
      case "ne" -> NE;
      case "gt" -> GT;
      case "lt" -> LT;
      case "ge" -> GE;
      case "le" -> LE;
      case "sa" -> SA;
      case "eb" -> EB;
      case "ap" -> AP;
      default -> null;
    };
  }
}
