package io.salus.records.subscription;

import io.salus.records.index.IndexEntries;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.service.security.Caller;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What one reader wants to see, and what of a change it may. */
final class Watch {
  private final Caller caller;
  private final List<Criteria> criteria;
  private final ResourceStore store;
  private final Indexing indexing;

  Watch(Caller caller, List<Criteria> criteria, ResourceStore store, Indexing indexing) {
    this.caller = caller;
    this.criteria = criteria;
    this.store = store;
    this.indexing = indexing;
  }

  Caller caller() {
    return caller;
  }

  Set<String> types() {
    return criteria.stream().map(Criteria::type).collect(Collectors.toSet());
  }

  /** What the change means to the reader; empty when it means nothing. Blocks. */
  Optional<Event> event(LoggedChange change) {
    Optional<StoredVersion> now = change.delete() ? Optional.empty() : version(change, 0);
    int matching = now.map(version -> matching(version)).orElse(-1);
    if (matching >= 0) {
      Event.Kind kind = change.version() == 1 ? Event.Kind.CREATED : Event.Kind.UPDATED;
      return Optional.of(new Event(kind, change.position(), matching, change, now.orElseThrow()));
    }
    int before = change.version() == 1 ? -1 : version(change, 1).map(this::matching).orElse(-1);
    if (before < 0) {
      return Optional.empty();
    }
    Event.Kind kind = change.delete() ? Event.Kind.DELETED : Event.Kind.LEFT;
    return Optional.of(new Event(kind, change.position(), before, change, null));
  }

  /** As far as the caller may see it; the database bounds the compartment. */
  private Optional<StoredVersion> version(LoggedChange change, int back) {
    int version = change.version() - back;
    return store
        .versions(caller, change.type(), change.id(), version, version, 1)
        .await()
        .indefinitely()
        .stream()
        .filter(one -> !one.deleted())
        .findFirst();
  }

  private int matching(StoredVersion version) {
    IndexEntries entries = indexing.entries(caller.tenant(), version);
    if (!Criteria.mayKnow(caller, version.type(), entries)) {
      return -1;
    }
    for (int i = 0; i < criteria.size(); i++) {
      if (criteria.get(i).type().equals(version.type()) && criteria.get(i).matches(entries)) {
        return i;
      }
    }
    return -1;
  }
}
