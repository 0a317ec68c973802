package io.salus.records.definition;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The codes of a value set that is enumerated in the standard, by code system. */
public final class CodeSet {
  private final String url;
  private final Map<String, Set<String>> bySystem;
  private final Set<String> codes;
  private final Map<String, String> systems = new HashMap<>();

  CodeSet(String url, Map<String, ? extends Set<String>> bySystem) {
    this.url = url;
    Map<String, Set<String>> copy = new TreeMap<>();
    Set<String> all = new HashSet<>();
    bySystem.forEach(
        (system, systemCodes) -> {
          copy.put(system, Set.copyOf(systemCodes));
          all.addAll(systemCodes);
          systemCodes.forEach(code -> systems.merge(code, system, (one, other) -> ""));
        });
    this.bySystem = copy;
    this.codes = Set.copyOf(all);
  }

  public String url() {
    return url;
  }

  public boolean contains(String code) {
    return codes.contains(code);
  }

  public boolean contains(String system, String code) {
    return bySystem.getOrDefault(system, Set.of()).contains(code);
  }

  /** The code system of a plain code; null when no system, or more than one, has it. */
  public @Nullable String system(String code) {
    String system = systems.get(code);
    return system == null || system.isEmpty() ? null : system;
  }

  public int size() {
    return codes.size();
  }

  /** All codes in alphabetical order. */
  public List<String> sorted() {
    return codes.stream().sorted().toList();
  }

  Map<String, Set<String>> bySystem() {
    return bySystem;
  }
}
