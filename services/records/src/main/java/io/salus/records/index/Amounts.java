package io.salus.records.index;

import io.salus.records.index.IndexEntries.Measure;
import io.salus.records.index.IndexEntries.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The forms in which numbers and quantities are indexed. */
public final class Amounts {
  /**
   * A number, or a range of numbers with both its ends, infinite where it is open.
   *
   * @param unit empty for the number as it is written, in whatever unit; {@code u|} and a canonical
   *     UCUM unit for the same quantity in that one; {@code c|system|code} and {@code c||code} for
   *     the number in a unit that is not converted
   */
  public record Amount(String unit, double low, double high) {}

  private Amounts() {}

  /** One form. */
  public static List<Amount> of(Value value) {
    List<Amount> amounts = new ArrayList<>(1);
    add("", value.low(), value.high(), amounts);
    return amounts;
  }

  /**
   * In whatever unit, and in its unit: units of UCUM are converted to base units, others are taken
   * by system and code, by code alone and as they are shown.
   */
  public static List<Amount> of(Measure measure) {
    List<Amount> amounts = new ArrayList<>(3);
    BigDecimal low = measure.low();
    BigDecimal high = measure.high();
    String system = measure.system();
    String code = measure.code();
    String unit = measure.unit();
    add("", low, high, amounts);
    if (code != null && Ucum.SYSTEM.equals(system) && Ucum.isUnit(code)) {
      Optional<Ucum.Canonical> from = canonical(low, code);
      Optional<Ucum.Canonical> to = canonical(high, code);
      from.or(() -> to)
          .ifPresent(
              known ->
                  add(
                      "u|" + known.unit(),
                      from.map(Ucum.Canonical::value).orElse(null),
                      to.map(Ucum.Canonical::value).orElse(null),
                      amounts));
    } else if (code != null) {
      if (system != null) {
        add("c|" + system + "|" + code, low, high, amounts);
      }
      add("c||" + code, low, high, amounts);
    }
    if (unit != null && !unit.equals(code)) {
      add("c||" + unit, low, high, amounts);
    }
    return amounts;
  }

  private static Optional<Ucum.Canonical> canonical(@Nullable BigDecimal value, String code) {
    return value == null ? Optional.empty() : Ucum.canonical(value, code);
  }

  private static void add(
      String unit, @Nullable BigDecimal low, @Nullable BigDecimal high, List<Amount> amounts) {
    double from = low == null ? Double.NEGATIVE_INFINITY : low.doubleValue();
    double to = high == null ? Double.POSITIVE_INFINITY : high.doubleValue();
    if (from <= to) {
      amounts.add(new Amount(unit, from, to));
    }
  }
}
