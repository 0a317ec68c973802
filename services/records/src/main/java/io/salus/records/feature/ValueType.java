package io.salus.records.feature;

import java.util.Locale;

/** Type of a feature's values; in Java Double, Boolean and String. */
enum ValueType {
  NUMBER,
  BOOLEAN,
  CATEGORY;

  /** As definitions write it. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
