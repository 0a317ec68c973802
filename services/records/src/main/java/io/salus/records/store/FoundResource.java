package io.salus.records.store;

import java.util.List;

/**
 * One row of a search.
 *
 * @param included true when it is there because a match refers to it
 * @param cursor where the next page goes on after this row
 */
public record FoundResource(boolean included, StoredVersion resource, List<String> cursor) {
  public FoundResource {
    cursor = List.copyOf(cursor);
  }
}
