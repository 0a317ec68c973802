package io.salus.records.feature;

import io.salus.records.index.Ucum;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The units of a measure.
 *
 * @param column place of the column that holds each value's UCUM code; -1 when values are taken as
 *     they are
 * @param unit UCUM code in which values are wanted; empty when they are taken as they are
 * @param days length of the unit of time, in days
 */
record Scale(int column, String unit, double days) {
  private static final double SECONDS_A_DAY = 86_400;

  /** Length of a unit of time in days; empty when the code is no unit of time. */
  static Optional<Double> days(String unit) {
    return Ucum.convert(BigDecimal.ONE, unit, "d").map(BigDecimal::doubleValue);
  }

  /** The value in the unit that is wanted; empty when it has none that could become it. */
  Optional<Double> convert(BigDecimal value, Event event) {
    if (column < 0) {
      return Optional.of(value.doubleValue());
    }
    var code = event.values().get(column);
    return code == null
        ? Optional.empty()
        : Ucum.convert(value, code.asText(), unit).map(BigDecimal::doubleValue);
  }

  /** From one moment to another, in the unit of time. */
  double between(Instant from, Instant to) {
    return Duration.between(from, to).toSeconds() / (SECONDS_A_DAY * days);
  }
}
