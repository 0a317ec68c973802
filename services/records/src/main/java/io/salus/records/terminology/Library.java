package io.salus.records.terminology;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The definitions that one question needs, each looked up once, and how much it has cost so far.
 */
final class Library {
  private static final String IMPLICIT = "?fhir_vs";

  /** Parts of a value set may each look at the whole of a large system. */
  private static final int LOOKS_AT_EACH = 8;

  /** Where definitions come from. */
  interface Shelf {
    Optional<Concepts> codeSystem(Canonical canonical);

    Optional<ValueSet> valueSet(Canonical canonical);
  }

  private final Shelf shelf;
  private final int most;
  private final Map<Canonical, Optional<Concepts>> codeSystems = new HashMap<>();
  private final Map<Canonical, Optional<ValueSet>> valueSets = new HashMap<>();
  private long spent;

  /**
   * @param most codes that a value set may have
   */
  Library(Shelf shelf, int most) {
    this.shelf = shelf;
    this.most = most;
  }

  /** The concepts of a system, if it is known with its concepts. */
  Optional<Concepts> codeSystem(Canonical canonical) {
    return codeSystems.computeIfAbsent(
        canonical,
        key ->
            shelf
                .codeSystem(key)
                .filter(concepts -> !concepts.header().content().equals("not-present")));
  }

  Concepts requireCodeSystem(Canonical canonical) {
    return codeSystem(canonical)
        .orElseThrow(
            () ->
                new Refused(
                    "not-found", "The concepts of a code system that is needed are not known."));
  }

  Optional<ValueSet> valueSet(Canonical canonical) {
    Optional<ValueSet> known = valueSets.get(canonical);
    if (known == null) {
      known = shelf.valueSet(canonical).or(() -> implicit(canonical));
      valueSets.put(canonical, known);
      spend(1);
    }
    return known;
  }

  ValueSet requireValueSet(Canonical canonical) {
    return valueSet(canonical)
        .orElseThrow(() -> new Refused("not-found", "A value set that is needed is not known."));
  }

  /** {@code system?fhir_vs} is all of a system, {@code system?fhir_vs=isa/code} a part of it. */
  private static Optional<ValueSet> implicit(Canonical canonical) {
    String url = canonical.url();
    int at = url.indexOf(IMPLICIT);
    if (at <= 0) {
      return Optional.empty();
    }
    Include include = implicit(new Canonical(url.substring(0, at), canonical.version()), url, at);
    return include == null ? Optional.empty() : Optional.of(ValueSet.ofSystem(url, include));
  }

  private static @Nullable Include implicit(Canonical system, String url, int at) {
    String rest = url.substring(at + IMPLICIT.length());
    if (rest.isEmpty()) {
      return Include.filtered(system, java.util.List.of());
    }
    return rest.startsWith("=isa/")
        ? Include.filtered(
            system,
            java.util.List.of(
                new Include.Filter("concept", "is-a", rest.substring("=isa/".length()))))
        : null;
  }

  /** Counts codes that were looked at, some of them several times. */
  void spend(int codes) {
    spent += codes;
    if (spent > (long) most * LOOKS_AT_EACH) {
      throw Refused.tooCostly("The value set is made of too many parts.");
    }
  }

  /** Checks the size of a value set that is being made. */
  void requireSize(int codes) {
    if (codes > most) {
      throw Refused.tooCostly("The value set has more than " + most + " codes.");
    }
  }
}
