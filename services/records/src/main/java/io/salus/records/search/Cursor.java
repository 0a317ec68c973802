package io.salus.records.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a page goes on. */
sealed interface Cursor {
  /** From the beginning. */
  record Start() implements Cursor {}

  /** Behind a resource, in the order of their making. */
  record AfterRow(long rid) implements Cursor {}

  /**
   * These, which were found by the first page.
   *
   * @param offset how many were found in all when there may be more than these; else 0
   */
  record Listed(List<Long> rids, int offset) implements Cursor {
    public Listed {
      rids = List.copyOf(rids);
    }
  }

  /** Behind so many, when a sorted result is longer than a link can hold. */
  record Behind(int offset) implements Cursor {}

  /** Behind a sort value and resource; null is the value of those that have none. */
  record AfterKey(@Nullable Long key, long rid) implements Cursor {}
}
