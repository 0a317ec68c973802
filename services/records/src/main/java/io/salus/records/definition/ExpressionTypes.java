package io.salus.records.definition;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out which types the expressions of R4's search parameters yield. They use a small part of
 * FHIRPath: paths, {@code as}, {@code where} and indexes; evaluating them is the FHIRPath
 * compiler's work.
 */
final class ExpressionTypes {
  private static final Pattern RESOLVES = Pattern.compile("\\.where\\(resolve\\(\\) is (\\w+)\\)$");
  private static final Pattern WHERE = Pattern.compile("\\.where\\([^()]*\\)|\\[\\d+]");
  private static final Pattern CAST = Pattern.compile("\\(([\\w.]+) as (\\w+)\\)");
  private static final Pattern AS = Pattern.compile("as\\((\\w+)\\)");

  private final Map<String, TypeDefinition> types;

  ExpressionTypes(Map<String, TypeDefinition> types) {
    this.types = types;
  }

  /** The operands of the outermost unions. */
  static List<String> branches(String expression) {
    List<String> branches = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == '|' && depth == 0) {
        branches.add(expression.substring(start, i).strip());
        start = i + 1;
      }
    }
    branches.add(expression.substring(start).strip());
    return branches;
  }

  /** The branch as seen from this resource type, if it starts there or names no type. */
  static Optional<String> rooted(String branch, String type) {
    if (branch.isEmpty()) {
      return Optional.empty();
    }
    if (Character.isLowerCase(branch.charAt(0))) {
      return Optional.of(type + "." + branch);
    }
    String open = branch.startsWith("(") ? "(" : "";
    for (String root : List.of(type, "Resource", "DomainResource")) {
      if (branch.startsWith(open + root + ".")) {
        return Optional.of(open + type + branch.substring((open + root).length()));
      }
    }
    return Optional.empty();
  }

  SearchPath path(String expression) {
    Matcher resolves = RESOLVES.matcher(expression);
    String target = resolves.find() ? resolves.group(1) : null;
    String rest = target == null ? expression : expression.substring(0, resolves.start());
    Reached reached = reached(rest);
    return new SearchPath(
        rest,
        List.copyOf(reached.types()),
        target,
        reached.valueSets().size() == 1 ? reached.valueSets().iterator().next() : null);
  }

  /**
   * Where a path leads.
   *
   * @param valueSets required ones of the last elements
   */
  private record Reached(Set<String> types, Set<String> valueSets) {}

  private Reached reached(String expression) {
    if (expression.contains(".exists() and ")) {
      return new Reached(Set.of("boolean"), Set.of());
    }
    String plain = WHERE.matcher(expression).replaceAll("");
    plain = CAST.matcher(plain).replaceAll("$1.as($2)");
    Reached current = new Reached(Set.of(), Set.of());
    boolean first = true;
    for (String step : plain.split("\\.")) {
      current = first ? new Reached(Set.of(step), Set.of()) : step(current, step);
      first = false;
    }
    return current;
  }

  private Reached step(Reached from, String step) {
    Matcher as = AS.matcher(step);
    if (as.matches()) {
      boolean possible = from.types().contains(as.group(1));
      return new Reached(possible ? Set.of(as.group(1)) : Set.of(), from.valueSets());
    }
    Set<String> next = new LinkedHashSet<>();
    Set<String> valueSets = new LinkedHashSet<>();
    for (String name : from.types()) {
      TypeDefinition type = types.get(name);
      if (type != null) {
        type.element(step)
            .ifPresent(
                element -> {
                  next.addAll(element.types());
                  if (element.valueSet() != null) {
                    valueSets.add(element.valueSet());
                  }
                });
      }
    }
    return new Reached(next, valueSets);
  }
}
