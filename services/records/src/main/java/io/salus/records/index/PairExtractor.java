package io.salus.records.index;

import io.salus.records.definition.Composite;
import io.salus.records.definition.SearchParameter;
import io.salus.records.fhirpath.Expression;
import io.salus.records.fhirpath.FhirPath;
import io.salus.records.fhirpath.FhirPathException;
import io.salus.records.fhirpath.Item;
import io.salus.records.index.Amounts.Amount;
import io.salus.records.index.IndexEntries.Entry;
import io.salus.records.index.IndexEntries.Measure;
import io.salus.records.index.IndexEntries.Pair;
import io.salus.records.index.IndexEntries.PairAmount;
import io.salus.records.index.IndexEntries.Present;
import io.salus.records.index.IndexEntries.Reference;
import io.salus.records.index.IndexEntries.Token;
import io.salus.records.index.IndexEntries.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The elements that a composite search parameter looks through, part by part. */
record PairExtractor(
    String param, List<String> properties, Expression root, List<List<PathExtractor>> parts)
    implements Extractor {
  /** Of one resource: no real one comes near, and a made-up one must not take all memory. */
  private static final int MOST = 10_000;

  /** Nothing when the elements come only once, or are indexed under another parameter. */
  static List<PairExtractor> of(SearchParameter parameter) {
    List<PairExtractor> extractors = new ArrayList<>();
    for (Composite.Pairs pairs :
        Optional.ofNullable(parameter.composite()).map(Composite::pairs).orElse(List.of())) {
      if (pairs.param().equals(parameter.code())) {
        extractors.add(of(parameter, pairs));
      }
    }
    return extractors;
  }

  private static PairExtractor of(SearchParameter parameter, Composite.Pairs pairs) {
    List<List<PathExtractor>> parts = new ArrayList<>();
    for (int i = 0; i < pairs.parts().size(); i++) {
      var kind = java.util.Objects.requireNonNull(parameter.composite()).parts().get(i);
      parts.add(
          pairs.parts().get(i).stream()
              .map(path -> PathExtractor.of(parameter.code(), kind, path))
              .toList());
    }
    return new PairExtractor(
        parameter.code(),
        PathExtractor.properties(pairs.root()),
        FhirPath.compile(pairs.root()),
        parts);
  }

  @Override
  public void extract(Item resource, EntryCollector collector) {
    if (properties.stream().noneMatch(resource.node()::has)) {
      return;
    }
    Set<Entry> found = new LinkedHashSet<>();
    for (Item element : elements(resource)) {
      combine(parts.stream().map(part -> entries(part, resource, element)).toList(), found);
      if (found.size() > MOST) {
        break;
      }
    }
    found.forEach(collector::add);
  }

  private List<Item> elements(Item resource) {
    try {
      return root.evaluate(resource);
    } catch (FhirPathException e) {
      return List.of();
    }
  }

  private static Set<Entry> entries(List<PathExtractor> part, Item resource, Item element) {
    EntryCollector collector = new EntryCollector();
    part.forEach(path -> path.extract(resource, element, collector));
    return collector.entries();
  }

  private void combine(List<Set<Entry>> values, Set<Entry> found) {
    if (values.stream().noneMatch(Set::isEmpty)) {
      found.add(new Present(param));
    }
    for (String first : keys(values.getFirst())) {
      if (values.size() > 2) {
        between(first, values.get(1), values.get(2), found);
      } else {
        for (Entry second : values.get(1)) {
          if (found.size() > MOST) {
            return;
          }
          if (second instanceof Measure measure) {
            for (Amount amount : Amounts.of(measure)) {
              found.add(new PairAmount(param, first, amount.unit(), amount.low(), amount.high()));
            }
          }
        }
        for (String second : keys(values.get(1))) {
          if (found.size() > MOST) {
            return;
          }
          found.add(new Pair(param, first, second));
        }
      }
    }
  }

  /** A place on a chromosome: where it starts and where it ends. */
  private void between(String first, Set<Entry> starts, Set<Entry> ends, Set<Entry> found) {
    for (Entry start : starts) {
      for (Entry end : ends) {
        if (found.size() <= MOST
            && start instanceof Value from
            && end instanceof Value to
            && from.value().compareTo(to.value()) <= 0) {
          found.add(
              new PairAmount(
                  param, first, "", from.value().doubleValue(), to.value().doubleValue()));
        }
      }
    }
  }

  /** The forms in which a token or reference is asked for. */
  private static List<String> keys(Set<Entry> entries) {
    List<String> keys = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry instanceof Token(String p, String system, String code)) {
        keys.add(code);
        keys.add((system == null ? "" : system) + "|" + code);
      } else if (entry instanceof Reference(String p, String type, String id)) {
        keys.add(type + "/" + id);
      }
    }
    return keys;
  }
}
