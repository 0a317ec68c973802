package io.salus.records.index;

import io.salus.records.index.IndexEntries.Interval;
import io.salus.records.index.IndexEntries.Measure;
import io.salus.records.index.IndexEntries.Reference;
import io.salus.records.index.IndexEntries.Text;
import io.salus.records.index.IndexEntries.Token;
import io.salus.records.index.IndexEntries.Uri;
import io.salus.records.index.IndexEntries.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the entries of one resource, each once. */
final class EntryCollector {
  private final Set<Token> tokens = new LinkedHashSet<>();
  private final Set<Text> strings = new LinkedHashSet<>();
  private final Set<Interval> dates = new LinkedHashSet<>();
  private final Set<Reference> references = new LinkedHashSet<>();
  private final Set<Value> numbers = new LinkedHashSet<>();
  private final Set<Measure> quantities = new LinkedHashSet<>();
  private final Set<Uri> uris = new LinkedHashSet<>();

  void add(Token token) {
    tokens.add(token);
  }

  void add(Text text) {
    if (!text.text().isEmpty()) {
      strings.add(text);
    }
  }

  void add(Interval date) {
    if (date.lowMicros() < date.highMicros()) {
      dates.add(date);
    }
  }

  void add(Reference reference) {
    references.add(reference);
  }

  void add(Value number) {
    numbers.add(number);
  }

  void add(Measure quantity) {
    quantities.add(quantity);
  }

  void add(Uri uri) {
    uris.add(uri);
  }

  Set<Reference> references() {
    return references;
  }

  IndexEntries entries(Set<String> patients) {
    return new IndexEntries(
        List.copyOf(tokens),
        List.copyOf(strings),
        List.copyOf(dates),
        List.copyOf(references),
        List.copyOf(numbers),
        List.copyOf(quantities),
        List.copyOf(uris),
        patients);
  }
}
