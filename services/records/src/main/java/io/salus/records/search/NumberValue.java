package io.salus.records.search;

import io.salus.records.store.Ordered;
import io.salus.service.errors.AppException.InvalidInput;
import java.math.BigDecimal;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** A number of a search: its prefix, and all numbers that would be written so. */
record NumberValue(Prefix prefix, BigDecimal number) {
  /** More digits than any measurement has; beyond it a double has no use for them. */
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?\\d{1,40}(\\.\\d{1,40})?([eE][+-]?\\d{1,3})?");

  static NumberValue parse(String parameter, String value) {
    Prefix prefix = Prefix.of(value);
    String text = prefix == null ? value : value.substring(2);
    if (!DECIMAL.matcher(text).matches()) {
      throw new InvalidInput(
          "The value of the search parameter is not a number with a known prefix.", parameter);
    }
    return new NumberValue(prefix == null ? Prefix.EQ : prefix, new BigDecimal(text));
  }

  /**
   * {@code 100} means from 99.5 up to, not including, 100.5, and {@code 100.00} from 99.995 up to
   * 100.005; an approximate number means ten percent around it. FHIR R4, search, "number".
   *
   * @param converted to the unit that is compared in
   */
  Comparison comparison(UnaryOperator<BigDecimal> converted) {
    BigDecimal half = new BigDecimal("0.5").scaleByPowerOfTen(-number.scale());
    BigDecimal tenth = number.abs().movePointLeft(1);
    BigDecimal margin = prefix == Prefix.AP ? tenth.max(half) : half;
    long one = ordered(converted.apply(number.subtract(margin)));
    long other = ordered(converted.apply(number.add(margin)));
    return Comparison.ofNumbers(
        prefix,
        ordered(converted.apply(number)),
        Math.min(one, other),
        prefix == Prefix.AP ? Math.max(one, other) : Math.max(one, other) - 1);
  }

  private static long ordered(BigDecimal number) {
    return Ordered.of(number.doubleValue());
  }
}
