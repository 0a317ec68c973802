package io.salus.records.index;

import io.salus.records.definition.Composite;
import io.salus.records.definition.SearchKind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A search parameter that is indexed in full.
 *
 * @param type resource type
 * @param code its name in a search, for example {@code birthdate}
 * @param targets resource types that a reference may point to; empty for other kinds
 * @param composite what a composite parameter consists of; null for other kinds
 */
public record SearchParam(
    String type, String code, SearchKind kind, Set<String> targets, @Nullable Composite composite) {
  public SearchParam {
    targets = Set.copyOf(targets);
  }
}
