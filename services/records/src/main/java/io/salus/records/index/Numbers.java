package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers that are safe to calculate with. */
final class Numbers {
  /** Written out, 1e999999999 would fill the memory. */
  private static final int MOST_DIGITS = 400;

  private Numbers() {}

  static @Nullable BigDecimal of(JsonNode node) {
    if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
      return null;
    }
    BigDecimal number = node.decimalValue();
    return Math.abs(number.scale()) <= MOST_DIGITS ? number : null;
  }
}
