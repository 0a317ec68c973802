package io.salus.records.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Changes with the numbers that they and what they refer to have. */
final class BulkPortion {
  /**
   * One that is new.
   *
   * @param kept whether a place was kept for it: its row is there without a version
   */
  record Entry(Change change, long number, boolean kept) {}

  private final List<Entry> entries = new ArrayList<>();
  private final List<Change> present = new ArrayList<>();
  private final Map<ResourceId, Long> numbers = new LinkedHashMap<>();
  private final Set<BulkPortion> needed = new HashSet<>();
  private final CompletableFuture<Boolean> stored = new CompletableFuture<>();

  /** What is stored as it is. */
  List<Entry> entries() {
    return entries;
  }

  /** What is there already, or comes twice: for the usual way. */
  List<Change> present() {
    return present;
  }

  /** Numbers of all resources that the entries are or refer to. */
  Map<ResourceId, Long> numbers() {
    return numbers;
  }

  long number(ResourceId id) {
    Long number = numbers.get(id);
    if (number == null) {
      throw new IllegalStateException("a reference has no number");
    }
    return number;
  }

  /** Portions on their way whose numbers this one uses; they are to be stored first. */
  Set<BulkPortion> needed() {
    return needed;
  }

  /** True when it is stored, false when it was given up. */
  CompletableFuture<Boolean> stored() {
    return stored;
  }
}
