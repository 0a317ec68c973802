package io.salus.records.search;

import io.salus.records.index.Amounts;
import io.salus.records.index.IndexEntries;
import io.salus.records.index.IndexEntries.Entry;
import io.salus.records.index.IndexEntries.Interval;
import io.salus.records.index.IndexEntries.Measure;
import io.salus.records.index.IndexEntries.Reference;
import io.salus.records.index.IndexEntries.Text;
import io.salus.records.index.IndexEntries.Token;
import io.salus.records.index.IndexEntries.Uri;
import io.salus.records.index.Indexer;
import io.salus.records.index.TenantParams;
import io.salus.records.store.Json;
import io.salus.records.store.Ordered;
import io.salus.records.store.StoredVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The order of resources by what is read from them: the index holds codes, addresses and references
 * as salted hashes, which have no order. Codes go by their text (identifiers by their value), then
 * by their system; references by {@code Type/id}; texts by their UTF-8 bytes, as PostgreSQL sorts
 * others.
 */
final class BodyOrder {
  private final List<SortKey> keys;
  private final TenantParams params;
  private final List<Placed> placed = new ArrayList<>();

  private record Placed(long rid, List<@Nullable Value> values) {}

  /** A text or a number; the values of one sort key are of one sort. */
  private record Value(long number, String text) implements Comparable<Value> {
    static Value of(long number) {
      return new Value(number, "");
    }

    static Value of(String text) {
      return new Value(0, text);
    }

    @Override
    public int compareTo(Value other) {
      int order = Long.compare(number, other.number);
      return order != 0 ? order : Arrays.compareUnsigned(bytes(), other.bytes());
    }

    private byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  BodyOrder(List<SortKey> keys, TenantParams params) {
    this.keys = keys;
    this.params = params;
  }

  void add(long rid, StoredVersion version) {
    IndexEntries entries = Indexer.index(Json.parse(version.json()), params);
    List<@Nullable Value> values = new ArrayList<>();
    for (SortKey key : keys) {
      Stream<Value> all = values(key, version, entries);
      values.add(
          (key.descending()
                  ? all.max(Comparator.naturalOrder())
                  : all.min(Comparator.naturalOrder()))
              .orElse(null));
    }
    placed.add(new Placed(rid, values));
  }

  List<Long> rids() {
    Comparator<Placed> made = Comparator.comparingLong(Placed::rid);
    Comparator<Placed> order = keys.getFirst().descending() ? made.reversed() : made;
    for (int i = keys.size() - 1; i >= 0; i--) {
      int key = i;
      Comparator<Value> direction =
          keys.get(i).descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
      Comparator<Placed> byKey =
          Comparator.comparing(row -> row.values().get(key), Comparator.nullsLast(direction));
      order = byKey.thenComparing(order);
    }
    return placed.stream().sorted(order).map(Placed::rid).toList();
  }

  private static Stream<Value> values(SortKey key, StoredVersion version, IndexEntries entries) {
    String code = key.field().code();
    if (key.isId()) {
      return Stream.of(Value.of(version.id()));
    }
    if (key.isUpdated()) {
      return Stream.of(Value.of(version.lastUpdated().toInstant().toEpochMilli()));
    }
    return entries.entries().stream()
        .filter(entry -> entry.param().equals(code))
        .flatMap(BodyOrder::values);
  }

  private static Stream<Value> values(Entry entry) {
    return switch (entry) {
      case Token(String param, String system, String code) ->
          Stream.of(Value.of(code + '\u0001' + (system == null ? "" : system)));
      case Uri(String param, String value) -> Stream.of(Value.of(value));
      case Reference(String param, String type, String id) -> Stream.of(Value.of(type + "/" + id));
      case Text(String param, String text, String written) -> Stream.of(Value.of(text));
      case Interval(String param, long low, long high) -> Stream.of(Value.of(low));
      case IndexEntries.Value number -> plain(Amounts.of(number));
      case Measure measure -> plain(Amounts.of(measure));
      default -> Stream.of();
    };
  }

  /** The number as it is written, in whatever unit. */
  private static Stream<Value> plain(List<Amounts.Amount> amounts) {
    return amounts.stream()
        .filter(amount -> amount.unit().isEmpty())
        .map(amount -> Value.of(Ordered.of(amount.low())));
  }
}
