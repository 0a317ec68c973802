package io.salus.records.feature;

/**
 * One column of a feature set.
 *
 * @param description what it means, for people
 * @param unit UCUM unit of a number; empty when it has none
 */
record Feature(String name, String description, String unit, Measure measure) {
  ValueType type() {
    return measure.type();
  }
}
