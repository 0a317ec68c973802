package io.salus.records.feature;

import org.jspecify.annotations.Nullable;

/**
 * The value of a feature.
 *
 * @param value a Double, Boolean or String; null when it is missing
 * @param unconvertible how many values were left out because of their units
 */
record Reading(@Nullable Object value, int unconvertible) {
  static final Reading MISSING = new Reading(null, 0);

  static Reading of(@Nullable Object value) {
    return value == null ? MISSING : new Reading(value, 0);
  }
}
