package io.salus.records.search;

import io.salus.records.definition.R4;
import io.salus.records.definition.SearchKind;
import io.salus.records.index.SearchParam;
import io.salus.records.index.TenantParams;
import io.salus.service.security.Caller;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Understands {@code _include} and {@code _revinclude}; a type that may not be read is left out.
 */
final class IncludeParser {
  private final Caller caller;
  private final TenantParams params;
  private final List<String> types;

  IncludeParser(Caller caller, TenantParams params, List<String> types) {
    this.params = params;
    this.caller = caller;
    this.types = types;
  }

  /** False when it names no reference that could lead on from the matches. */
  boolean forwards(QueryString.Parameter asked, List<Include> includes) {
    String[] parts = asked.value().split(":", -1);
    boolean iterate = iterates(asked);
    if (asked.value().equals("*")) {
      types.forEach(
          type -> includes.add(forward(type, "*", readable(R4.resourceTypes()), iterate)));
      return true;
    }
    if (parts.length < 2 || parts.length > 3 || (!iterate && !types.contains(parts[0]))) {
      return false;
    }
    Set<String> targets = targets(parts[0], parts[1]);
    if (parts.length == 3) {
      targets.retainAll(Set.of(parts[2]));
    }
    if (targets.isEmpty()) {
      return false;
    }
    includes.add(forward(parts[0], parts[1], readable(targets), iterate));
    return true;
  }

  /** False when no such reference could lead to the matches. */
  boolean backwards(QueryString.Parameter asked, List<Include> includes) {
    String[] parts = asked.value().split(":", -1);
    boolean iterate = iterates(asked);
    if (asked.value().equals("*")) {
      for (String source : readable(R4.resourceTypes())) {
        backward(source, "*", types, iterate, includes);
      }
      return true;
    }
    if (parts.length < 2 || parts.length > 3) {
      return false;
    }
    Set<String> targets = targets(parts[0], parts[1]);
    if (parts.length == 3) {
      targets.retainAll(Set.of(parts[2]));
    }
    if (targets.isEmpty() || (!iterate && types.stream().noneMatch(targets::contains))) {
      return false;
    }
    if (caller.hasFhir(parts[0], 'r')) {
      backward(parts[0], parts[1], targets, iterate, includes);
    }
    return true;
  }

  private static boolean iterates(QueryString.Parameter asked) {
    return switch (asked.modifier()) {
      case "" -> false;
      case "iterate", "recurse" -> true;
      default -> throw ValueParser.unknownModifier(asked.name());
    };
  }

  private static Include forward(
      String source, String code, List<String> targets, boolean iterate) {
    return new Include(source, code, targets, iterate);
  }

  /** Backwards each parameter is followed by itself. */
  private void backward(
      String source,
      String code,
      Collection<String> targets,
      boolean iterate,
      List<Include> includes) {
    for (SearchParam param : params.all(source)) {
      if (param.kind() == SearchKind.REFERENCE
          && (code.equals("*") || code.equals(param.code()))
          && targets.stream().anyMatch(param.targets()::contains)) {
        includes.add(new Include(source, param.code(), List.copyOf(targets), iterate));
      }
    }
  }

  private List<String> readable(Collection<String> all) {
    return all.stream().filter(type -> caller.hasFhir(type, 'r')).sorted().toList();
  }

  /** What the parameter, or any of the type, may point to. */
  private Set<String> targets(String source, String code) {
    Set<String> targets = new TreeSet<>();
    for (SearchParam param : params.all(source)) {
      if (param.kind() == SearchKind.REFERENCE && (code.equals("*") || code.equals(param.code()))) {
        targets.addAll(param.targets());
      }
    }
    return targets;
  }
}
