package io.salus.records.view;

import io.salus.records.fhirpath.Expression;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The elements of a resource that a view can look at; the others need not be read.
 *
 * @param whole whether it can look at all of them
 * @param deep whether of what is in elements too nothing else can be looked at
 */
record Projection(boolean whole, boolean deep, Set<String> names) {
  /** For all there is. */
  static final Projection WHOLE = new Projection(true, false, Set.of());

  static Projection of(List<Expression> expressions) {
    var names = new HashSet<>(Set.of("resourceType"));
    expressions.forEach(expression -> names.addAll(expression.names()));
    return new Projection(
        expressions.stream().anyMatch(Expression::readsWhole),
        expressions.stream().noneMatch(Expression::readsElements),
        Set.copyOf(names));
  }

  /** The same with elements as they are. */
  Projection shallow() {
    return new Projection(whole, false, names);
  }

  /**
   * @param field of a resource in JSON: `valueQuantity` and `_value` too belong to `value`
   */
  boolean keeps(String field) {
    if (whole || names.contains(field)) {
      return true;
    }
    var element = field.startsWith("_") ? field.substring(1) : field;
    return names.stream().anyMatch(name -> isOrChoice(element, name));
  }

  private static boolean isOrChoice(String element, String name) {
    return element.startsWith(name)
        && (element.length() == name.length()
            || Character.isUpperCase(element.charAt(name.length())));
  }
}
