package io.salus.records.terminology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/** All codes of a value set, in the order of its definition. */
final class Expander {
  /** Value sets that import one another in a row; more than any real one. */
  private static final int DEEPEST = 50;

  private final Library library;
  private final Map<Canonical, Map<SystemCode, Member>> known = new HashMap<>();
  private final Set<Canonical> open = new LinkedHashSet<>();

  Expander(Library library) {
    this.library = library;
  }

  Collection<Member> expand(ValueSet valueSet) {
    return codes(valueSet).values();
  }

  private Map<SystemCode, Member> imported(Canonical canonical) {
    Map<SystemCode, Member> before = known.get(canonical);
    if (before != null) {
      library.spend(before.size());
      return before;
    }
    if (!open.add(canonical)) {
      throw new Refused("processing", "The value set imports itself.");
    }
    if (open.size() > DEEPEST) {
      throw Refused.tooCostly("Value sets import one another in a row that is too long.");
    }
    Map<SystemCode, Member> codes = codes(library.requireValueSet(canonical));
    open.remove(canonical);
    known.put(canonical, codes);
    return codes;
  }

  private Map<SystemCode, Member> codes(ValueSet valueSet) {
    Map<SystemCode, Member> codes = new LinkedHashMap<>();
    for (Include include : valueSet.include()) {
      library.spend(1);
      members(include).forEach(member -> codes.putIfAbsent(member.code(), member));
      library.requireSize(codes.size());
    }
    for (Include exclude : valueSet.exclude()) {
      library.spend(1);
      members(exclude).forEach(member -> codes.remove(member.code()));
    }
    if (!valueSet.withInactive()) {
      codes.values().removeIf(Member::isInactive);
    }
    return codes;
  }

  private Collection<Member> members(Include include) {
    Canonical system = include.system();
    if (system == null) {
      return union(include.valueSets()).values();
    }
    List<Member> members = ofSystem(include, system);
    if (!include.valueSets().isEmpty()) {
      Map<SystemCode, Member> also = union(include.valueSets());
      members.removeIf(member -> !also.containsKey(member.code()));
    }
    return members;
  }

  private Map<SystemCode, Member> union(List<Canonical> valueSets) {
    if (valueSets.size() == 1) {
      return imported(valueSets.getFirst());
    }
    Map<SystemCode, Member> union = new LinkedHashMap<>();
    for (Canonical valueSet : valueSets) {
      Map<SystemCode, Member> codes = imported(valueSet);
      library.spend(codes.size());
      codes.forEach(union::putIfAbsent);
    }
    return union;
  }

  private List<Member> ofSystem(Include include, Canonical system) {
    List<Member> members = new ArrayList<>();
    if (!include.concepts().isEmpty()) {
      library.spend(include.concepts().size());
      Concepts concepts = library.codeSystem(system).orElse(null);
      for (Include.Listed listed : include.concepts().values()) {
        members.add(Member.of(system.url(), listed, concepts, listed.code()));
      }
      return members;
    }
    Concepts concepts = library.requireCodeSystem(system);
    library.spend(concepts.size());
    IntPredicate filter = ConceptFilter.all(concepts, include.filters());
    for (int i = 0; i < concepts.size(); i++) {
      if (filter.test(i)) {
        members.add(new Member(new SystemCode(system.url(), concepts.code(i)), null, concepts, i));
      }
    }
    return members;
  }
}
