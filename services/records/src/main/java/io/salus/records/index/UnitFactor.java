package io.salus.records.index;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A unit as a multiple of base units. The multiple is kept as a fraction, so that sixty times
 * {@code 1/min} is exactly {@code 1/s}.
 *
 * @param offset added to a value before it is multiplied: 273.15 for degrees Celsius
 * @param dimensions exponents by base unit; no exponent is zero
 */
record UnitFactor(
    BigDecimal numerator,
    BigDecimal denominator,
    BigDecimal offset,
    SortedMap<String, Integer> dimensions) {
  /** More than any real unit; it bounds the work that a made-up one can ask for. */
  private static final int GREATEST_EXPONENT = 60;

  static final UnitFactor ONE = number(BigDecimal.ONE);

  /** Only pi has more digits. */
  private static final MathContext DIGITS = new MathContext(70);

  UnitFactor {
    dimensions = Collections.unmodifiableSortedMap(dimensions);
  }

  static UnitFactor number(BigDecimal value) {
    return new UnitFactor(value, BigDecimal.ONE, BigDecimal.ZERO, new TreeMap<>());
  }

  static UnitFactor base(String code) {
    return new UnitFactor(
        BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ZERO, new TreeMap<>(java.util.Map.of(code, 1)));
  }

  UnitFactor withOffset(BigDecimal newOffset) {
    return new UnitFactor(numerator, denominator, newOffset, dimensions);
  }

  UnitFactor times(UnitFactor other) {
    return new UnitFactor(
        numerator.multiply(other.numerator, DIGITS),
        denominator.multiply(other.denominator, DIGITS),
        BigDecimal.ZERO,
        sum(dimensions, other.dimensions));
  }

  UnitFactor inverse() {
    SortedMap<String, Integer> negative = new TreeMap<>();
    dimensions.forEach((base, exponent) -> negative.put(base, -exponent));
    return new UnitFactor(denominator, numerator, BigDecimal.ZERO, negative);
  }

  UnitFactor power(int exponent) {
    UnitFactor factor = exponent < 0 ? inverse() : this;
    UnitFactor result = ONE;
    for (int i = Math.abs(exponent); i > 0; i--) {
      result = result.times(factor);
    }
    return result;
  }

  /** A product that starts at another zero, such as degrees Celsius per minute, has no meaning. */
  boolean isShifted() {
    return offset.signum() != 0;
  }

  boolean isTooLarge() {
    return dimensions.values().stream().anyMatch(exponent -> Math.abs(exponent) > GREATEST_EXPONENT)
        || Math.abs((long) numerator.precision() - numerator.scale()) > 1000
        || Math.abs((long) denominator.precision() - denominator.scale()) > 1000;
  }

  /** The base units with their exponents in alphabetical order, {@code 1} when there is none. */
  String canonicalUnit() {
    if (dimensions.isEmpty()) {
      return "1";
    }
    StringBuilder text = new StringBuilder();
    dimensions.forEach(
        (base, exponent) ->
            text.append(text.isEmpty() ? "" : ".")
                .append(base)
                .append(exponent == 1 ? "" : exponent.toString()));
    return text.toString();
  }

  private static SortedMap<String, Integer> sum(
      SortedMap<String, Integer> left, SortedMap<String, Integer> right) {
    SortedMap<String, Integer> sum = new TreeMap<>(left);
    right.forEach((base, exponent) -> sum.merge(base, exponent, Integer::sum));
    sum.values().removeIf(exponent -> exponent == 0);
    return sum;
  }
}
