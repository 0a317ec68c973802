package io.salus.records.subscription;

import io.salus.service.errors.AppException.InvalidInput;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number of criteria. It means all numbers that round to it: {@code 100} is 99.5 up to 100.5,
 * {@code 100.0} is 99.95 up to 100.05. FHIR R4, search, "number".
 */
record NumberValue(Comparison comparison, BigDecimal exact, BigDecimal low, BigDecimal high) {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d{1,40}(\\.\\d{1,40})?([eE][+-]?\\d{1,2})?");

  static NumberValue parse(String value, String place) {
    String digits = Comparison.withoutPrefix(value).trim();
    if (!NUMBER.matcher(digits).matches()) {
      throw new InvalidInput("The value of the parameter is a number.", place);
    }
    BigDecimal exact = new BigDecimal(digits);
    BigDecimal half = exact.ulp().divide(BigDecimal.TWO);
    return new NumberValue(
        Comparison.of(value, place), exact, exact.subtract(half), exact.add(half));
  }

  /**
   * Whether a number, or a range, compares so.
   *
   * @param from the lower end, or null for an open one
   * @param to the upper end, or null for an open one
   */
  boolean fits(@Nullable BigDecimal from, @Nullable BigDecimal to) {
    boolean within =
        from != null && to != null && from.compareTo(low) >= 0 && to.compareTo(high) < 0;
    return switch (comparison) {
      case EQ -> within;
      case NE -> !within;
      case GT -> to == null || to.compareTo(exact) > 0;
      case LT -> from == null || from.compareTo(exact) < 0;
      case GE -> to == null || to.compareTo(exact) >= 0;
      case LE -> from == null || from.compareTo(exact) <= 0;
      case SA -> from != null && from.compareTo(exact) > 0;
      case EB -> to != null && to.compareTo(exact) < 0;
    };
  }
}
