package io.salus.records.index;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Converts between units of the Unified Code for Units of Measure. Takes any code whatever, and
 * never throws.
 *
 * <p>Arbitrary units (such as {@code [iU]}) and logarithmic ones ({@code [pH]}, {@code B}) compare
 * only with themselves, prefixes included. Annotations ({@code {cells}}) have no meaning, and a
 * mole is a number, as UCUM says.
 */
public final class Ucum {
  /** The system of UCUM codes in FHIR. */
  public static final String SYSTEM = "http://unitsofmeasure.org";

  /** Takes away what division adds: 37 degrees stay 37 on their way through Fahrenheit. */
  private static final MathContext RESULT = new MathContext(18);

  private static final MathContext DIVISION = new MathContext(40);
  private static final int GREATEST_POWER_OF_TEN = 1000;

  /** Real data has a few hundred codes; clients can send any number of others. */
  private static final int CACHED = 4096;

  private static final Units UNITS = Units.load();
  private static final Map<String, Optional<Unit>> KNOWN = new ConcurrentHashMap<>();

  private record Unit(UnitFactor factor, String canonical) {}

  /**
   * A value in base units.
   *
   * @param unit its base units with their exponents in alphabetical order: {@code g.m-3}
   */
  public record Canonical(BigDecimal value, String unit) {}

  private Ucum() {}

  /** Whether the code is one of UCUM. */
  public static boolean isUnit(String code) {
    return unit(code).isPresent();
  }

  /** The value in base units; empty when the code is none of UCUM. */
  public static Optional<Canonical> canonical(BigDecimal value, String unitCode) {
    return unit(unitCode)
        .filter(unit -> isReasonable(value))
        .map(
            unit ->
                new Canonical(
                    result(
                        value.add(unit.factor().offset()).multiply(unit.factor().numerator()),
                        unit.factor().denominator(),
                        BigDecimal.ZERO),
                    unit.canonical()));
  }

  /** The value in another unit; empty when a code is none of UCUM, or the two do not compare. */
  public static Optional<BigDecimal> convert(BigDecimal value, String from, String to) {
    if (from.equals(to)) {
      return unit(from).map(unit -> value);
    }
    Optional<Unit> target = unit(to);
    return unit(from)
        .filter(unit -> isReasonable(value))
        .filter(unit -> target.isPresent() && unit.canonical().equals(target.get().canonical()))
        .map(unit -> convert(value, unit.factor(), target.orElseThrow().factor()));
  }

  private static BigDecimal convert(BigDecimal value, UnitFactor from, UnitFactor to) {
    return result(
        value.add(from.offset()).multiply(from.numerator()).multiply(to.denominator()),
        from.denominator().multiply(to.numerator()),
        to.offset());
  }

  private static BigDecimal result(
      BigDecimal numerator, BigDecimal denominator, BigDecimal offset) {
    return numerator
        .divide(denominator, DIVISION)
        .subtract(offset)
        .round(RESULT)
        .stripTrailingZeros();
  }

  /** Written out, 1e999999999 would fill the memory. */
  private static boolean isReasonable(BigDecimal value) {
    return value.precision() <= GREATEST_POWER_OF_TEN
        && Math.abs((long) value.scale()) <= GREATEST_POWER_OF_TEN;
  }

  private static Optional<Unit> unit(String code) {
    Optional<Unit> known = KNOWN.get(code);
    if (known != null) {
      return known;
    }
    Optional<Unit> read =
        Optional.ofNullable(UnitParser.parse(code, UNITS::find))
            .map(factor -> new Unit(factor, factor.canonicalUnit()));
    if (code.length() <= 64 && KNOWN.size() < CACHED) {
      KNOWN.put(code, read);
    }
    return read;
  }
}
