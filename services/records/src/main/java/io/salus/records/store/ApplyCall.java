package io.salus.records.store;

import io.salus.records.store.ApplyResult.Applied;
import io.salus.records.store.ApplyResult.Effect;
import io.salus.records.store.ApplyResult.Reason;
import io.salus.records.store.ApplyResult.Refusal;
import io.salus.records.store.ApplyResult.Refused;
import io.salus.records.store.ApplyResult.Written;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The call of {@code apply_changes}: a change set as the arrays that it takes, and its answer. */
final class ApplyCall {
  static final String SQL = "select * from apply_changes(" + placeholders(27) + ")";

  /**
   * Above it the writer locks the whole tenant: PostgreSQL's lock table has room for about 6,400.
   */
  private static final int MOST_LOCKS = 500;

  private ApplyCall() {}

  static Tuple arguments(
      String tenant, @Nullable Long patient, TenantHash hash, ChangeSet changeSet) {
    List<Change> changes = changeSet.changes();
    SortedSet<Long> locks = locks(hash, changeSet);
    boolean lockAll = locks.size() > MOST_LOCKS;
    List<Expectation> expected = changeSet.expected();
    FlatArray conditionHashes = new FlatArray();
    expected.forEach(expectation -> conditionHashes.add(expectation.condition().hashes()));

    FlatArray patients = new FlatArray();
    FlatArray tokens = new FlatArray();
    FlatArray dates = new FlatArray();
    List<Integer> textEntries = new ArrayList<>();
    List<Long> textParameters = new ArrayList<>();
    List<String> textValues = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      IndexRows rows = changes.get(i).rows();
      patients.add(rows == null ? List.of() : rows.patients());
      tokens.add(rows == null ? List.of() : rows.tokens());
      List<Long> triples = new ArrayList<>();
      if (rows != null) {
        for (IndexRows.Interval date : rows.dates()) {
          triples.addAll(List.of(date.parameter(), date.low(), date.high()));
        }
        for (IndexRows.Text text : rows.texts()) {
          textEntries.add(i + 1);
          textParameters.add(text.parameter());
          textValues.add(text.value());
        }
      }
      dates.add(triples);
    }

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
        .addArrayOfString(
            changeSet.references().stream().map(ResourceId::type).toArray(String[]::new))
        .addArrayOfString(
            changeSet.references().stream().map(ResourceId::id).toArray(String[]::new))
        .addArrayOfString(changes.stream().map(c -> c.method().name()).toArray(String[]::new))
        .addArrayOfString(changes.stream().map(Change::type).toArray(String[]::new))
        .addArrayOfString(changes.stream().map(Change::id).toArray(String[]::new))
        .addArrayOfUUID(changes.stream().map(Change::key).toArray(UUID[]::new))
        .addArrayOfInteger(changes.stream().map(Change::ifMatch).toArray(Integer[]::new))
        .addArrayOfBuffer(changes.stream().map(ApplyCall::buffer).toArray(Buffer[]::new))
        .addArrayOfString(changes.stream().map(ApplyCall::links).toArray(String[]::new))
        .addArrayOfLong(patients.values())
        .addArrayOfInteger(patients.ends())
        .addArrayOfLong(tokens.values())
        .addArrayOfInteger(tokens.ends())
        .addArrayOfLong(dates.values())
        .addArrayOfInteger(dates.ends())
        .addArrayOfInteger(textEntries.toArray(Integer[]::new))
        .addArrayOfLong(textParameters.toArray(Long[]::new))
        .addArrayOfString(textValues.toArray(String[]::new));
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

  private static String links(Change change) {
    IndexRows rows = change.rows();
    return rows == null ? "" : rows.links();
  }

  private static String placeholders(int count) {
    StringBuilder text = new StringBuilder("$1");
    for (int i = 2; i <= count; i++) {
      text.append(",$").append(i);
    }
    return text.toString();
  }
}
