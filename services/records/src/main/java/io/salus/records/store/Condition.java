package io.salus.records.store;

import java.util.List;

/**
 * A search that must say which resource is meant: what all hashes have in common.
 *
 * @param hashes at least one, each of a token or reference of the type
 */
public record Condition(String type, List<Long> hashes) {
  public Condition {
    hashes = hashes.stream().distinct().sorted().toList();
    if (hashes.isEmpty()) {
      throw new IllegalArgumentException("a condition without hashes would match everything");
    }
  }

  /** Whether it matches a resource of its type that has these rows. */
  public boolean matches(IndexRows rows) {
    return hashes.stream().allMatch(h -> rows.tokens().contains(h) || rows.patients().contains(h));
  }

  String[] lockName() {
    return new String[] {"?", type, hashes.toString()};
  }
}
