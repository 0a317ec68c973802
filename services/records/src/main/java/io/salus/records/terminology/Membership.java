package io.salus.records.terminology;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a code belongs to a value set, without making the whole of it. */
final class Membership {
  private static final int DEEPEST = 50;

  private final Library library;
  private final SystemCode code;
  private final Map<Canonical, Optional<Member>> known = new HashMap<>();
  private final Set<Canonical> open = new LinkedHashSet<>();

  private Membership(Library library, SystemCode code) {
    this.library = library;
    this.code = code;
  }

  static Optional<Member> find(Library library, ValueSet valueSet, SystemCode code) {
    return new Membership(library, code).in(valueSet);
  }

  /** The systems that a value set takes codes from, those of its imports included. */
  static Set<String> systems(Library library, ValueSet valueSet) {
    Set<String> systems = new LinkedHashSet<>();
    collect(library, valueSet, systems, new LinkedHashSet<>());
    return systems;
  }

  private static void collect(
      Library library, ValueSet valueSet, Set<String> systems, Set<Canonical> seen) {
    for (Include include : valueSet.include()) {
      if (include.system() != null) {
        systems.add(include.system().url());
      }
      for (Canonical imported : include.valueSets()) {
        if (seen.add(imported)) {
          if (seen.size() > DEEPEST) {
            throw Refused.tooCostly("The value set imports too many others.");
          }
          collect(library, library.requireValueSet(imported), systems, seen);
        }
      }
    }
  }

  private Optional<Member> in(ValueSet valueSet) {
    library.spend(valueSet.include().size() + valueSet.exclude().size());
    Optional<Member> found = any(valueSet.include());
    if (found.isEmpty() || any(valueSet.exclude()).isPresent()) {
      return Optional.empty();
    }
    return found.filter(member -> valueSet.withInactive() || !member.isInactive());
  }

  private Optional<Member> any(List<Include> includes) {
    for (Include include : includes) {
      Optional<Member> found = in(include);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Member> in(Include include) {
    Canonical system = include.system();
    if (system == null) {
      return imported(include.valueSets());
    }
    if (!system.url().equals(code.system())) {
      return Optional.empty();
    }
    Member member = ofSystem(include, system);
    if (member == null || include.valueSets().isEmpty()) {
      return Optional.ofNullable(member);
    }
    return imported(include.valueSets()).isPresent() ? Optional.of(member) : Optional.empty();
  }

  private @Nullable Member ofSystem(Include include, Canonical system) {
    if (!include.concepts().isEmpty()) {
      Include.Listed listed = include.concepts().get(code.code());
      return listed == null
          ? null
          : Member.of(system.url(), listed, library.codeSystem(system).orElse(null), code.code());
    }
    Concepts concepts = library.requireCodeSystem(system);
    // A filter goes through a part of the hierarchy, word by word of a bit set.
    library.spend(include.filters().isEmpty() ? 1 : concepts.size() / 16);
    int concept = concepts.find(code.code());
    return concept >= 0 && ConceptFilter.all(concepts, include.filters()).test(concept)
        ? new Member(code, null, concepts, concept)
        : null;
  }

  private Optional<Member> imported(List<Canonical> valueSets) {
    for (Canonical valueSet : valueSets) {
      Optional<Member> found = imported(valueSet);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Member> imported(Canonical canonical) {
    Optional<Member> before = known.get(canonical);
    if (before != null) {
      return before;
    }
    if (!open.add(canonical)) {
      throw new Refused("processing", "The value set imports itself.");
    }
    if (open.size() > DEEPEST) {
      throw Refused.tooCostly("Value sets import one another in a row that is too long.");
    }
    Optional<Member> found = in(library.requireValueSet(canonical));
    open.remove(canonical);
    known.put(canonical, found);
    return found;
  }
}
