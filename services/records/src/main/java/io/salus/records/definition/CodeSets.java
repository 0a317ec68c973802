package io.salus.records.definition;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Expands the value sets whose codes the standard's package lists. */
final class CodeSets {
  private final Map<String, XmlNode> valueSets = new HashMap<>();
  private final Map<String, XmlNode> codeSystems = new HashMap<>();
  private final Map<String, Optional<CodeSet>> expanded = new TreeMap<>();

  void add(XmlNode resource) {
    (resource.name().equals("ValueSet") ? valueSets : codeSystems)
        .put(resource.require("url"), resource);
  }

  /** Whether the codes are known; if so the value set is among {@link #all}. */
  boolean expand(String url) {
    Optional<CodeSet> known = expanded.get(url);
    if (known == null) {
      known = Optional.ofNullable(valueSets.get(url)).flatMap(this::expansion);
      expanded.put(url, known);
    }
    return known.isPresent();
  }

  List<CodeSet> all() {
    return expanded.values().stream().flatMap(Optional::stream).toList();
  }

  private Optional<CodeSet> expansion(XmlNode valueSet) {
    XmlNode compose = valueSet.first("compose").orElseThrow();
    Map<String, Set<String>> codes = new TreeMap<>();
    for (XmlNode include : compose.all("include").toList()) {
      String system = include.text("system").orElse("");
      Set<String> ofSystem = codes.computeIfAbsent(system, key -> new HashSet<>());
      XmlNode source = include.first("concept").isPresent() ? include : codeSystems.get(system);
      if (source == null || source.first("concept").isEmpty() || isFiltered(compose, include)) {
        return Optional.empty();
      }
      collect(source, ofSystem);
    }
    return Optional.of(new CodeSet(valueSet.require("url"), codes));
  }

  private static boolean isFiltered(XmlNode compose, XmlNode include) {
    return include.first("filter").isPresent()
        || include.first("valueSet").isPresent()
        || compose.first("exclude").isPresent();
  }

  private static void collect(XmlNode parent, Set<String> codes) {
    parent
        .all("concept")
        .forEach(
            concept -> {
              codes.add(concept.require("code"));
              collect(concept, codes);
            });
  }
}
