package io.salus.records.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.index.IndexEntries;
import io.salus.records.index.Indexer;
import io.salus.records.index.Ucum;
import io.salus.records.store.Ordered;
import io.salus.records.store.ResourceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Search as the standard tells it, one resource after the other, on what the indexer extracts: slow
 * and easily seen to be right.
 */
final class NaiveSearch {
  private record Stored(ResourceId id, IndexEntries entries) {}

  private final Map<ResourceId, Stored> resources = new LinkedHashMap<>();

  void add(JsonNode resource) {
    ResourceId id =
        new ResourceId(resource.path("resourceType").asText(), resource.path("id").asText());
    resources.put(id, new Stored(id, Indexer.index(resource)));
  }

  /** In the order in which they were added, or of the sort keys where there are some. */
  List<ResourceId> find(Search search) {
    List<Stored> found = new ArrayList<>();
    for (Stored stored : resources.values()) {
      if (search.types().contains(stored.id.type())
          && search.criteria().stream().allMatch(c -> holds(c, stored))) {
        found.add(stored);
      }
    }
    if (!search.sort().isEmpty() && search.sort().getFirst().descending()) {
      found = new ArrayList<>(found.reversed());
    }
    for (SortKey key : search.sort().reversed()) {
      Comparator<Comparable<Object>> order =
          key.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
      found.sort(Comparator.comparing(s -> sortValue(key, s), Comparator.nullsLast(order)));
    }
    return found.stream().map(Stored::id).toList();
  }

  /** What the includes lead to, beside the matches themselves. */
  Set<ResourceId> included(Search search, List<ResourceId> matches, @Nullable String patient) {
    Set<ResourceId> seen = new LinkedHashSet<>(matches);
    Set<ResourceId> front = new LinkedHashSet<>(matches);
    for (int round = 0; !front.isEmpty(); round++) {
      Set<ResourceId> next = new LinkedHashSet<>();
      for (ResourceId id : front) {
        for (Include include : search.includes()) {
          if ((round == 0 || include.iterate()) && include.source().equals(id.type())) {
            references(id, include.parameter()).stream()
                .filter(target -> include.targets().contains(target.type()))
                .forEach(next::add);
          }
        }
        for (Include include : search.revincludes()) {
          if (round == 0 || include.iterate()) {
            for (Stored stored : resources.values()) {
              if (stored.id.type().equals(include.source())
                  && references(stored.id, include.parameter()).contains(id)) {
                next.add(stored.id);
              }
            }
          }
        }
      }
      next.removeAll(seen);
      next.removeIf(
          id ->
              !resources.containsKey(id)
                  || (patient != null && !entries(id).patients().contains(patient)));
      seen.addAll(next);
      front = next;
    }
    matches.forEach(seen::remove);
    return seen;
  }

  private IndexEntries entries(ResourceId id) {
    return java.util.Objects.requireNonNull(resources.get(id)).entries;
  }

  private List<ResourceId> references(ResourceId id, String parameter) {
    return entries(id).references().stream()
        .filter(r -> parameter.equals("*") || r.param().equals(parameter))
        .map(r -> new ResourceId(r.targetType(), r.targetId()))
        .toList();
  }

  @SuppressWarnings("unchecked") // keys of one sort are of one class
  private static @Nullable Comparable<Object> sortValue(SortKey key, Stored stored) {
    List<Comparable<?>> values = new ArrayList<>();
    IndexEntries entries = stored.entries;
    String code = key.field().code();
    if (key.isId()) {
      values.add(stored.id.id());
    }
    entries.dates().stream()
        .filter(d -> d.param().equals(code))
        .forEach(d -> values.add(d.lowMicros()));
    entries.numbers().stream()
        .filter(n -> n.param().equals(code))
        .forEach(n -> values.add(n.value().doubleValue()));
    entries.quantities().stream()
        .filter(n -> n.param().equals(code))
        .forEach(n -> values.add(n.value().doubleValue()));
    entries.strings().stream()
        .filter(t -> t.param().equals(code))
        .forEach(t -> values.add(t.text()));
    entries.tokens().stream()
        .filter(t -> t.param().equals(code))
        .forEach(t -> values.add(t.code() + " " + (t.system() == null ? "" : t.system())));
    entries.references().stream()
        .filter(r -> r.param().equals(code))
        .forEach(r -> values.add(r.targetType() + "/" + r.targetId()));
    Comparator<Comparable<Object>> order = Comparator.naturalOrder();
    return values.stream()
        .map(v -> (Comparable<Object>) v)
        .reduce((a, b) -> (order.compare(a, b) <= 0) == key.descending() ? b : a)
        .orElse(null);
  }

  private boolean holds(Criterion criterion, Stored stored) {
    IndexEntries entries = stored.entries;
    return switch (criterion) {
      case Criterion.AllOf c -> c.parts().stream().allMatch(p -> holds(p, stored));
      case Criterion.AnyOf c -> c.parts().stream().anyMatch(p -> holds(p, stored));
      case Criterion.Not c -> !holds(c.part(), stored);
      case Criterion.Present c -> present(entries, c.field().code());
      case Criterion.Coded c ->
          entries.tokens().stream()
              .filter(t -> t.param().equals(c.field().code()))
              .anyMatch(t -> c.anyOf().stream().anyMatch(code -> coded(code, t)));
      case Criterion.Located c ->
          entries.uris().stream()
              .anyMatch(u -> u.param().equals(c.field().code()) && c.anyOf().contains(u.value()));
      case Criterion.Refers c ->
          references(stored.id, c.field().code()).stream()
              .anyMatch(r -> c.anyOf().contains(r) && resources.containsKey(r));
      case Criterion.Text c ->
          entries.strings().stream()
              .filter(t -> t.param().equals(c.field().code()))
              .anyMatch(t -> c.anyOf().stream().anyMatch(v -> goes(c.match(), t.text(), v)));
      case Criterion.Within c -> c.anyOf().stream().anyMatch(v -> within(c.field(), v, entries));
      case Criterion.Ids c -> c.ids().contains(stored.id.id());
      case Criterion.OfPatient c -> entries.patients().contains(c.id());
      case Criterion.Chain c ->
          references(stored.id, c.field().code()).stream()
              .anyMatch(
                  id ->
                      resources.containsKey(id)
                          && c.anyOf().stream()
                              .anyMatch(
                                  target ->
                                      target.type().equals(id.type())
                                          && holds(target.condition(), resource(id))));
      case Criterion.Has c ->
          resources.values().stream()
              .anyMatch(
                  source ->
                      c.reference().types().contains(source.id.type())
                          && references(source.id, c.reference().code()).contains(stored.id)
                          && holds(c.condition(), source));
      default -> throw new AssertionError("no such query is made: " + criterion);
    };
  }

  private Stored resource(ResourceId id) {
    return java.util.Objects.requireNonNull(resources.get(id));
  }

  private static boolean coded(Criterion.Code code, IndexEntries.Token token) {
    String system = code.system();
    return (code.code() == null || code.code().equals(token.code()))
        && (system == null || system.equals(token.system() == null ? "" : token.system()));
  }

  private static boolean goes(Criterion.TextMatch match, String text, String value) {
    return match == Criterion.TextMatch.CONTAINS ? text.contains(value) : text.startsWith(value);
  }

  private static boolean within(Field field, Criterion.InUnit value, IndexEntries entries) {
    Comparison comparison = value.comparison();
    return entries.dates().stream()
            .anyMatch(
                d ->
                    d.param().equals(field.code())
                        && comparison.holds(d.lowMicros(), d.highMicros()))
        || entries.numbers().stream()
            .anyMatch(
                n -> n.param().equals(field.code()) && holds(comparison, n.value().doubleValue()))
        || entries.quantities().stream()
            .filter(q -> q.param().equals(field.code()))
            .anyMatch(q -> quantity(q, value));
  }

  private static boolean quantity(IndexEntries.Measure measure, Criterion.InUnit value) {
    String unit = value.unit();
    if (unit.startsWith("u|")) {
      return Ucum.SYSTEM.equals(measure.system())
          && Ucum.canonical(measure.value(), String.valueOf(measure.code()))
              .filter(c -> c.unit().equals(unit.substring(2)))
              .filter(c -> holds(value.comparison(), c.value().doubleValue()))
              .isPresent();
    }
    boolean same =
        unit.isEmpty()
            || unit.equals("c|" + measure.system() + "|" + measure.code())
            || unit.equals("c||" + measure.code())
            || unit.equals("c||" + measure.unit());
    return same && holds(value.comparison(), measure.value().doubleValue());
  }

  private static boolean holds(Comparison comparison, double number) {
    return comparison.holds(Ordered.of(number), Ordered.of(number));
  }

  private static boolean present(IndexEntries entries, String code) {
    return entries.of(IndexEntries.Present.class).stream().anyMatch(e -> e.param().equals(code));
  }
}
