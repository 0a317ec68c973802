package io.salus.records.definition;

import java.util.List;

/**
 * A search parameter of one resource type.
 *
 * @param targets resource types that a reference may point to; empty for other kinds
 */
public record SearchParameter(
    String type, String code, SearchKind kind, List<String> targets, List<SearchPath> paths) {
  public SearchParameter {
    targets = List.copyOf(targets);
    paths = List.copyOf(paths);
  }
}
