package io.salus.records.store;

import io.salus.records.store.ApplyResult.Applied;
import io.salus.records.store.ApplyResult.Effect;
import io.salus.records.store.ApplyResult.Reason;
import io.salus.records.store.ApplyResult.Refusal;
import io.salus.records.store.ApplyResult.Refused;
import io.salus.records.store.ApplyResult.Written;
import io.salus.records.store.IndexRows.Concept;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The call of {@code apply_changes}: a change set as the arrays that it takes, and its answer. */
final class ApplyCall {
  static final String SQL = "select * from apply_changes(" + placeholders(33) + ")";

  /**
   * Above it the writer locks the whole tenant: PostgreSQL's lock table has room for about 6,400.
   */
  private static final int MOST_LOCKS = 500;

  private static final Comparator<Concept> CONCEPTS =
      Comparator.comparingLong(Concept::parameter)
          .thenComparing(Concept::text)
          .thenComparingLong(Concept::hash);

  private final ChangeSet changeSet;
  private final FlatArray patients = new FlatArray();
  private final FlatArray tokens = new FlatArray();
  private final FlatArray ranges = new FlatArray();
  private final List<Long> edgeParameters = new ArrayList<>();
  private final List<Integer> edgeTargets = new ArrayList<>();
  private final List<Integer> edgeEnds = new ArrayList<>();
  private final Map<ResourceId, Integer> targets = new LinkedHashMap<>();
  private final List<Integer> textEntries = new ArrayList<>();
  private final List<Long> textParameters = new ArrayList<>();
  private final List<String> textValues = new ArrayList<>();
  private final SortedSet<Concept> concepts = new TreeSet<>(CONCEPTS);

  /**
   * @param known texts of codes that need not be sent
   */
  ApplyCall(ChangeSet changeSet, Predicate<Concept> known) {
    this.changeSet = changeSet;
    changeSet.references().forEach(this::target);
    int entry = 1;
    for (Change change : changeSet.changes()) {
      IndexRows rows = change.rows();
      if (rows == null) {
        patients.add(List.of());
        tokens.add(List.of());
        ranges.add(List.of());
      } else {
        add(rows, entry, known);
      }
      edgeEnds.add(edgeTargets.size());
      entry++;
    }
  }

  private void add(IndexRows rows, int entry, Predicate<Concept> known) {
    patients.add(rows.patients());
    tokens.add(rows.tokens());
    List<Long> triples = new ArrayList<>();
    for (IndexRows.Range range : rows.ranges()) {
      triples.add(range.parameter());
      triples.add(range.low());
      triples.add(range.high());
    }
    ranges.add(triples);
    for (IndexRows.Edge edge : rows.edges()) {
      edgeParameters.add(edge.parameter());
      edgeTargets.add(target(edge.target()));
    }
    for (IndexRows.Text text : rows.texts()) {
      textEntries.add(entry);
      textParameters.add(text.parameter());
      textValues.add(text.value());
    }
    for (Concept concept : rows.concepts()) {
      if (!known.test(concept)) {
        concepts.add(concept);
      }
    }
  }

  /** Its position from 1; those that must exist were given the first ones. */
  private int target(ResourceId id) {
    return targets.computeIfAbsent(id, i -> targets.size() + 1);
  }

  /** Texts of codes that this call stores. */
  Collection<Concept> concepts() {
    return concepts;
  }

  Tuple arguments(String tenant, @Nullable Long patient, TenantHash hash) {
    List<Change> changes = changeSet.changes();
    SortedSet<Long> locks = locks(hash, changeSet);
    boolean lockAll = locks.size() > MOST_LOCKS;
    List<Expectation> expected =
        changeSet.expected().stream().filter(e -> !e.condition().isSearched()).toList();
    FlatArray conditionHashes = new FlatArray();
    expected.forEach(expectation -> conditionHashes.add(expectation.condition().hashes()));
    int required = changeSet.references().size();

    return Tuple.tuple()
        .addString(tenant)
        .addLong(patient)
        .addLong(hash.lock("tenant"))
        .addBoolean(lockAll)
        .addArrayOfLong(lockAll ? new Long[0] : locks.toArray(Long[]::new))
        .addArrayOfString(
            expected.stream()
                .map(expectation -> expectation.condition().type())
                .toArray(String[]::new))
        .addArrayOfLong(conditionHashes.values())
        .addArrayOfInteger(conditionHashes.ends())
        .addArrayOfString(expected.stream().map(Expectation::id).toArray(String[]::new))
        .addArrayOfString(targets.keySet().stream().map(ResourceId::type).toArray(String[]::new))
        .addArrayOfString(targets.keySet().stream().map(ResourceId::id).toArray(String[]::new))
        .addArrayOfBoolean(
            targets.values().stream().map(n -> n <= required).toArray(Boolean[]::new))
        .addArrayOfString(changes.stream().map(c -> c.method().name()).toArray(String[]::new))
        .addArrayOfString(changes.stream().map(Change::type).toArray(String[]::new))
        .addArrayOfString(changes.stream().map(Change::id).toArray(String[]::new))
        .addArrayOfLong(changes.stream().map(ApplyCall::kind).toArray(Long[]::new))
        .addArrayOfInteger(changes.stream().map(Change::ifMatch).toArray(Integer[]::new))
        .addArrayOfBuffer(changes.stream().map(ApplyCall::buffer).toArray(Buffer[]::new))
        .addArrayOfLong(patients.values())
        .addArrayOfInteger(patients.ends())
        .addArrayOfLong(tokens.values())
        .addArrayOfInteger(tokens.ends())
        .addArrayOfLong(edgeParameters.toArray(Long[]::new))
        .addArrayOfInteger(edgeTargets.toArray(Integer[]::new))
        .addArrayOfInteger(edgeEnds.toArray(Integer[]::new))
        .addArrayOfLong(ranges.values())
        .addArrayOfInteger(ranges.ends())
        .addArrayOfInteger(textEntries.toArray(Integer[]::new))
        .addArrayOfLong(textParameters.toArray(Long[]::new))
        .addArrayOfString(textValues.toArray(String[]::new))
        .addArrayOfLong(concepts.stream().map(Concept::parameter).toArray(Long[]::new))
        .addArrayOfLong(concepts.stream().map(Concept::hash).toArray(Long[]::new))
        .addArrayOfString(concepts.stream().map(Concept::text).toArray(String[]::new));
  }

  /** What must be locked before conditions are asked: the same as {@code apply_changes} locks. */
  Tuple lockArguments(TenantHash hash) {
    SortedSet<Long> locks = locks(hash, changeSet);
    boolean lockAll = locks.size() > MOST_LOCKS;
    return Tuple.of(
        hash.lock("tenant"), lockAll, lockAll ? new Long[0] : locks.toArray(Long[]::new));
  }

  /** Conditions that hashes do not say. */
  List<Expectation> searched() {
    return changeSet.expected().stream().filter(e -> e.condition().isSearched()).toList();
  }

  /** The call of {@code rewrite_index}: the same rows where the versions are still the same. */
  Tuple rewriteArguments(String tenant, TenantHash hash) {
    List<Change> changes = changeSet.changes();
    return Tuple.tuple()
        .addString(tenant)
        .addLong(hash.lock("tenant"))
        .addArrayOfLong(locks(hash, changeSet).toArray(Long[]::new))
        .addArrayOfString(targets.keySet().stream().map(ResourceId::type).toArray(String[]::new))
        .addArrayOfString(targets.keySet().stream().map(ResourceId::id).toArray(String[]::new))
        .addArrayOfString(changes.stream().map(Change::type).toArray(String[]::new))
        .addArrayOfString(changes.stream().map(Change::id).toArray(String[]::new))
        .addArrayOfInteger(changes.stream().map(Change::ifMatch).toArray(Integer[]::new))
        .addArrayOfLong(changes.stream().map(ApplyCall::kind).toArray(Long[]::new))
        .addArrayOfLong(patients.values())
        .addArrayOfInteger(patients.ends())
        .addArrayOfLong(tokens.values())
        .addArrayOfInteger(tokens.ends())
        .addArrayOfLong(edgeParameters.toArray(Long[]::new))
        .addArrayOfInteger(edgeTargets.toArray(Integer[]::new))
        .addArrayOfInteger(edgeEnds.toArray(Integer[]::new))
        .addArrayOfLong(ranges.values())
        .addArrayOfInteger(ranges.ends())
        .addArrayOfInteger(textEntries.toArray(Integer[]::new))
        .addArrayOfLong(textParameters.toArray(Long[]::new))
        .addArrayOfString(textValues.toArray(String[]::new))
        .addArrayOfLong(concepts.stream().map(Concept::parameter).toArray(Long[]::new))
        .addArrayOfLong(concepts.stream().map(Concept::hash).toArray(Long[]::new))
        .addArrayOfString(concepts.stream().map(Concept::text).toArray(String[]::new));
  }

  static ApplyResult result(RowSet<Row> rows) {
    List<Written> written = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    for (Row row : rows) {
      String outcome = row.getString(0);
      int index = row.getInteger(1) - 1;
      switch (outcome) {
        case "created", "updated", "deleted", "absent" -> {
          OffsetDateTime time = row.getOffsetDateTime(3);
          Integer version = row.getInteger(2);
          Effect effect = Effect.valueOf(outcome.toUpperCase(Locale.ROOT));
          boolean absent = effect == Effect.ABSENT;
          written.add(
              new Written(
                  effect,
                  absent || version == null ? 0 : version,
                  time == null ? Instant.EPOCH.atOffset(ZoneOffset.UTC) : time));
        }
        default ->
            refusals.add(
                new Refusal(
                    Reason.valueOf(outcome.toUpperCase(Locale.ROOT).replace('-', '_')), index));
      }
    }
    return refusals.isEmpty() ? new Applied(written) : new Refused(refusals);
  }

  private static SortedSet<Long> locks(TenantHash hash, ChangeSet changeSet) {
    SortedSet<Long> locks = new TreeSet<>();
    for (Change change : changeSet.changes()) {
      if (change.method() != Change.Method.POST) {
        locks.add(hash.lock(change.type(), change.id()));
      }
    }
    for (Expectation expectation : changeSet.expected()) {
      if (expectation.exclusive()) {
        locks.add(hash.lock(expectation.condition().lockName()));
      }
    }
    return locks;
  }

  private static @Nullable Buffer buffer(Change change) {
    Body body = change.body();
    return body == null ? null : Buffer.buffer(body.packed());
  }

  /** 0 for a delete. */
  private static long kind(Change change) {
    IndexRows rows = change.rows();
    return rows == null ? 0 : rows.kind();
  }

  static String placeholders(int count) {
    StringBuilder text = new StringBuilder("$1");
    for (int i = 2; i <= count; i++) {
      text.append(",$").append(i);
    }
    return text.toString();
  }
}
