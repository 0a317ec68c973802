package io.salus.records.store;

import java.util.List;

/**
 * Changes that are written together or not at all. Each resource comes once.
 *
 * @param expected what must still be true of conditions that have been resolved
 * @param references resources that must exist and are not among the changes
 */
public record ChangeSet(
    List<Change> changes, List<Expectation> expected, List<ResourceId> references) {
  public ChangeSet {
    changes = List.copyOf(changes);
    expected = List.copyOf(expected);
    references = List.copyOf(references);
  }
}
