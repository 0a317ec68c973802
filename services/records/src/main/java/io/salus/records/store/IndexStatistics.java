package io.salus.records.store;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How common tokens and kinds are, as parts of all rows; what is not named is rare.
 *
 * @param rows of the index, of all tenants
 */
public record IndexStatistics(long rows, Map<Long, Float> tokens, Map<Long, Float> kinds) {
  public IndexStatistics {
    tokens = Map.copyOf(tokens);
    kinds = Map.copyOf(kinds);
  }

  static IndexStatistics of(
      long rows,
      Long @Nullable [] tokens,
      Float @Nullable [] tokenShares,
      Long @Nullable [] kinds,
      Float @Nullable [] kindShares) {
    return new IndexStatistics(rows, shares(tokens, tokenShares), shares(kinds, kindShares));
  }

  /** The shares of elements are followed by their least, greatest and that of nulls. */
  private static Map<Long, Float> shares(Long @Nullable [] values, Float @Nullable [] shares) {
    Map<Long, Float> byValue = new HashMap<>();
    for (int i = 0; values != null && shares != null && i < values.length; i++) {
      byValue.put(values[i], shares[i]);
    }
    return byValue;
  }
}
