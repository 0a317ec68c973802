package io.salus.records.store;

import java.util.List;
import java.util.Map;

/**
 * Changes that are written together or not at all. Each resource comes once.
 *
 * @param expected what each condition must still match when the write happens: an id, or an empty
 *     text for nothing
 * @param references resources that must exist and are not among the changes
 */
public record ChangeSet(
    List<Change> changes, Map<Condition, String> expected, List<ResourceId> references) {
  public ChangeSet {
    changes = List.copyOf(changes);
    expected = Map.copyOf(expected);
    references = List.copyOf(references);
  }
}
