package io.salus.records.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search parameter of one resource type.
 *
 * @param targets resource types that a reference may point to; empty for other kinds
 * @param paths where its values are; none for a composite one
 * @param composite of a composite one
 */
public record SearchParameter(
    String type,
    String code,
    SearchKind kind,
    List<String> targets,
    List<SearchPath> paths,
    @Nullable Composite composite) {
  public SearchParameter {
    targets = List.copyOf(targets);
    paths = List.copyOf(paths);
  }
}
