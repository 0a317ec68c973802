package io.salus.records.search;

import java.util.List;

/**
 * Where a search looks, as its address says.
 *
 * @param path behind the base in links, for example {@code Patient/1/Observation}; may be empty
 * @param types that the caller may search
 * @param criteria what the compartment of the address demands
 * @param takesTypes whether {@code _type} chose the types
 */
record Scope(String path, List<String> types, List<Criterion> criteria, boolean takesTypes) {
  Scope {
    types = List.copyOf(types);
    criteria = List.copyOf(criteria);
  }

  static Scope ofType(String type) {
    return new Scope(type, List.of(type), List.of(), false);
  }
}
