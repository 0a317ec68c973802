package io.salus.records.subscription;

import io.salus.records.index.IndexEntries.Measure;
import io.salus.records.index.Ucum;
import io.salus.service.errors.AppException.InvalidInput;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A quantity of criteria: {@code number}, {@code number|system|code}, or {@code number||unit},
 * where the unit is a code or what people write. Units of UCUM are converted.
 *
 * @param system empty for any
 * @param unit empty for any
 */
record QuantityValue(NumberValue number, String system, String unit) {
  static QuantityValue parse(String value, String place) {
    List<String> parts = Escaped.split(value, '|');
    if (parts.size() != 1 && parts.size() != 3) {
      throw new InvalidInput("A quantity is `number` or `number|system|code`.", place);
    }
    return new QuantityValue(
        NumberValue.parse(parts.getFirst(), place),
        parts.size() == 1 ? "" : Escaped.plain(parts.get(1)),
        parts.size() == 1 ? "" : Escaped.plain(parts.get(2)));
  }

  boolean fits(Measure measure) {
    if (unit.isEmpty()) {
      boolean systemFits = system.isEmpty() || system.equals(measure.system());
      return systemFits && number.fits(measure.low(), measure.high());
    }
    boolean sameSystem = system.isEmpty() || system.equals(measure.system());
    boolean sameUnit =
        unit.equals(measure.code()) || (system.isEmpty() && unit.equals(measure.unit()));
    if (sameSystem && sameUnit) {
      return number.fits(measure.low(), measure.high());
    }
    String code = measure.code();
    return sameSystem
        && code != null
        && Ucum.SYSTEM.equals(measure.system())
        && fitsIn(measure, code);
  }

  /** In the unit that is asked for, when the two measure the same. */
  private boolean fitsIn(Measure measure, String code) {
    BigDecimal low = converted(measure.low(), code);
    BigDecimal high = converted(measure.high(), code);
    boolean comparable =
        (low != null || measure.low() == null) && (high != null || measure.high() == null);
    return comparable && number.fits(low, high);
  }

  private @Nullable BigDecimal converted(@Nullable BigDecimal value, String code) {
    return value == null ? null : Ucum.convert(value, code, unit).orElse(null);
  }
}
