package io.salus.records.index;

import io.salus.records.index.IndexEntries.Entry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the entries of one resource, each once. */
final class EntryCollector {
  private final Set<Entry> entries = new LinkedHashSet<>();

  void add(Entry entry) {
    entries.add(entry);
  }

  Set<Entry> entries() {
    return entries;
  }

  IndexEntries of(Set<String> patients) {
    return new IndexEntries(List.copyOf(entries), patients);
  }
}
