package io.salus.records.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a search parameter finds its values in one resource type.
 *
 * @param expression FHIRPath that starts at the resource type
 * @param types of the values to take; a choice element may hold others, which this parameter does
 *     not search
 * @param target the only resource type that a reference may point to, when the standard says {@code
 *     resolve() is}; the reference itself tells its type, so nothing has to be resolved
 * @param valueSet url of the required value set of plain codes, when its codes are known: it tells
 *     the code system that they do not name
 */
public record SearchPath(
    String expression, List<String> types, @Nullable String target, @Nullable String valueSet) {
  public SearchPath {
    types = List.copyOf(types);
  }
}
