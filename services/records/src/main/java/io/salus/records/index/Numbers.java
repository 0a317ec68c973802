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
    return Math.abs((long) number.scale()) <= MOST_DIGITS ? number : null;
  }

  /** Whether these are the ends of a range; one of them may be open. */
  static boolean areRange(@Nullable BigDecimal low, @Nullable BigDecimal high) {
    if (low != null && high != null) {
      return low.compareTo(high) <= 0;
    }
    return low != null || high != null;
  }
}
