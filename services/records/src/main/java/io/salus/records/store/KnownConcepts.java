package io.salus.records.store;

import io.salus.records.store.IndexRows.Concept;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Texts of codes that are certainly stored: a clinic uses few codes, so that nearly all writes have
 * no new one. Hashes are salted, so tenants need not be told apart.
 */
@ApplicationScoped
class KnownConcepts {
  private static final int MOST_REMEMBERED = 50_000;

  private final Set<Concept> known = ConcurrentHashMap.newKeySet();

  boolean contains(Concept concept) {
    return known.contains(concept);
  }

  /** After the commit. */
  void add(Collection<Concept> stored) {
    if (known.size() + stored.size() > MOST_REMEMBERED) {
      known.clear();
    }
    known.addAll(stored);
  }
}
