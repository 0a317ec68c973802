package io.salus.records.definition;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
    return new SearchPath(rest, List.copyOf(typesOf(rest)), target);
  }

  private Set<String> typesOf(String expression) {
    if (expression.contains(".exists() and ")) {
      return Set.of("boolean");
    }
    String plain = WHERE.matcher(expression).replaceAll("");
    plain = CAST.matcher(plain).replaceAll("$1.as($2)");
    @Nullable Set<String> current = null;
    for (String step : plain.split("\\.")) {
      current = current == null ? Set.of(step) : step(current, step);
    }
    return current == null ? Set.of() : current;
  }

  private Set<String> step(Set<String> from, String step) {
    Set<String> next = new LinkedHashSet<>();
    Matcher as = AS.matcher(step);
    if (as.matches()) {
      if (from.contains(as.group(1))) {
        next.add(as.group(1));
      }
      return next;
    }
    for (String name : from) {
      TypeDefinition type = types.get(name);
      if (type != null) {
        type.element(step).ifPresent(element -> next.addAll(element.types()));
      }
    }
    return next;
  }
}
