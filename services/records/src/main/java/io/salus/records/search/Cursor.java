package io.salus.records.search;

import java.util.List;
import java.util.UUID;

/** Where a page goes on. */
sealed interface Cursor {
  /** From the beginning. */
  record Start() implements Cursor {}

  /**
   * Behind a resource, in the order of their making.
   *
   * @param newest resource when the search began: what was made since is not of the result
   * @param shown by a first page that was not in that order
   */
  record AfterRow(long rid, long newest, List<Long> shown) implements Cursor {
    public AfterRow {
      shown = List.copyOf(shown);
    }
  }

  /** These, which were found by the first page. */
  record Listed(List<Long> rids) implements Cursor {
    public Listed {
      rids = List.copyOf(rids);
    }
  }

  /** All but these, which the first page showed; it has not looked for the others. */
  record Others(List<Long> shown, long newest) implements Cursor {
    public Others {
      shown = List.copyOf(shown);
    }
  }

  /**
   * A result that is kept, behind so many of its resources.
   *
   * @param size of the result as far as it was looked for
   */
  record Kept(UUID id, int offset, int size) implements Cursor {}
}
