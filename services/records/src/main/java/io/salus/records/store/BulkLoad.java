package io.salus.records.store;

import io.salus.records.store.IndexRows.Concept;
import io.salus.service.errors.AppException.Conflict;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Writes resources that are mostly new, many in a transaction: their rows are finished here and go
 * as they are into the tables. Those that are there already come back, for the usual way.
 */
public final class BulkLoad {
  private static final int TRIES = 10;

  /** Unique violation, serialization failure, deadlock: somebody else wrote the same meanwhile. */
  private static final Set<String> CROSSED = Set.of("23505", "40001", "40P01");

  private static final Comparator<Concept> SORTED =
      Comparator.comparingLong(Concept::parameter)
          .thenComparing(Concept::text)
          .thenComparingLong(Concept::hash);

  private static final String PRESENT =
      """
      select r.type, r.id, r.body
      from unnest(?::text[], ?::text[]) e (type, id)
      cross join lateral (
        select * from resource r
        where r.tenant = ? and r.type = e.type and r.id = e.id and r.body is not null
        offset 0) r\
      """;

  private final Caller caller;
  private final TenantHash hash;
  private final DataSource dataSource;
  private final TenantTransactions transactions;
  private final KnownConcepts known;
  private final BulkNumbers numbers;

  BulkLoad(
      Caller caller,
      TenantHash hash,
      DataSource dataSource,
      TenantTransactions transactions,
      KnownConcepts known) {
    this.caller = caller;
    this.hash = hash;
    this.dataSource = dataSource;
    this.transactions = transactions;
    this.known = known;
    this.numbers = new BulkNumbers(caller, hash, dataSource, transactions);
  }

  /** Makes the changes by which resources are found. */
  public TenantHash hash() {
    return hash;
  }

  /**
   * Stores what is new, durably. Each change has a body and rows.
   *
   * @return what is there already or came twice, in order; what that refers to has numbers
   */
  public List<Change> write(List<Change> changes) {
    keepConcepts(changes);
    for (int tries = TRIES; tries > 0; tries--) {
      BulkPortion portion = numbers.assign(changes);
      boolean stored = false;
      try {
        stored = store(portion);
      } finally {
        numbers.release(portion, stored);
      }
      if (stored) {
        return portion.present();
      }
    }
    throw new Conflict("Others write the same resources now; try again.");
  }

  /** Those of the changes that would change something. */
  public List<Change> differing(List<Change> changes) {
    if (changes.isEmpty()) {
      return List.of();
    }
    Map<ResourceId, byte[]> bodies = new HashMap<>();
    transactions.call(
        caller,
        () -> {
          try (Connection connection = dataSource.getConnection();
              PreparedStatement query = connection.prepareStatement(PRESENT)) {
            query.setArray(
                1, connection.createArrayOf("text", changes.stream().map(Change::type).toArray()));
            query.setArray(
                2, connection.createArrayOf("text", changes.stream().map(Change::id).toArray()));
            query.setString(3, caller.tenant());
            try (ResultSet rows = query.executeQuery()) {
              while (rows.next()) {
                bodies.put(new ResourceId(rows.getString(1), rows.getString(2)), rows.getBytes(3));
              }
            }
            return true;
          }
        });
    List<Change> differing = new ArrayList<>();
    for (Change change : changes) {
      byte[] packed = body(change);
      if (!Arrays.equals(bodies.put(BulkNumbers.id(change), packed), packed)) {
        differing.add(change);
      }
    }
    return differing;
  }

  private boolean store(BulkPortion portion) {
    try {
      return transactions.call(
          caller,
          () -> {
            if (!portion.entries().isEmpty()) {
              try (Connection connection = dataSource.getConnection()) {
                new BulkRows(caller.tenant(), hash, portion).write(connection);
              }
            }
            if (!portion.needed().stream().allMatch(other -> other.stored().join())) {
              throw new Crossed();
            }
            return true;
          });
    } catch (RuntimeException e) {
      if (e instanceof Crossed || crossed(e)) {
        return false;
      }
      throw e;
    }
  }

  private static boolean crossed(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException e) {
        return CROSSED.contains(String.valueOf(e.getSQLState()));
      }
    }
    return false;
  }

  /**
   * Before and apart from the rows: a text that two portions bring must not make one wait for the
   * other's end.
   */
  private void keepConcepts(List<Change> changes) {
    Set<Concept> concepts =
        changes.stream()
            .flatMap(change -> BulkNumbers.rows(change).concepts().stream())
            .filter(concept -> !known.contains(concept))
            .collect(Collectors.toCollection(() -> new TreeSet<>(SORTED)));
    if (concepts.isEmpty()) {
      return;
    }
    transactions.call(
        caller,
        () -> {
          try (Connection connection = dataSource.getConnection();
              PreparedStatement insert =
                  connection.prepareStatement(
                      "insert into concept_text (hash, param, tenant, value) select e.hash,"
                          + " e.param, ?, e.value from unnest(?::bigint[], ?::bigint[], ?::text[])"
                          + " e (hash, param, value) on conflict do nothing")) {
            insert.setString(1, caller.tenant());
            insert.setArray(
                2,
                connection.createArrayOf("bigint", concepts.stream().map(Concept::hash).toArray()));
            insert.setArray(
                3,
                connection.createArrayOf(
                    "bigint", concepts.stream().map(Concept::parameter).toArray()));
            insert.setArray(
                4,
                connection.createArrayOf("text", concepts.stream().map(Concept::text).toArray()));
            return insert.executeUpdate();
          }
        });
    known.add(concepts);
  }

  static byte[] body(Change change) {
    Body body = change.body();
    if (body == null) {
      throw new IllegalArgumentException("an import deletes nothing");
    }
    return body.packed();
  }

  /** One of the portions that this one needs was given up. */
  private static final class Crossed extends RuntimeException {
    Crossed() {
      super("a portion that is referred to was given up", null, false, false);
    }
  }
}
