package io.salus.records.view;

import io.salus.records.fhirpath.Expression;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The elements of a resource that a view can look at; the others need not be read.
 *
 * @param whole whether it can look at all of them
 */
record Projection(boolean whole, Set<String> names) {
  static Projection of(List<Expression> expressions) {
    var names = new HashSet<>(Set.of("resourceType"));
    expressions.forEach(expression -> names.addAll(expression.names()));
    return new Projection(expressions.stream().anyMatch(Expression::readsWhole), Set.copyOf(names));
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
