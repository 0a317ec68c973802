package io.salus.records.store;

import io.salus.records.store.BulkPortion.Entry;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Gives numbers to the resources of one import, portion after portion. Whoever refers to a resource
 * that is on its way waits for it before its own commit, and what does not come at all has a place
 * kept: so a number that is used is always that of a row, also when the process dies in between.
 */
final class BulkNumbers {
  private static final int BLOCK = 4096;

  private static final String LOOK_UP =
      """
      select r.type, r.id, r.rid, r.version
      from unnest(?::text[], ?::text[]) e (type, id)
      cross join lateral (
        select * from resource r
        where r.tenant = ? and r.type = e.type and r.id = e.id
        offset 0) r\
      """;

  private final Caller caller;
  private final TenantHash hash;
  private final DataSource dataSource;
  private final TenantTransactions transactions;
  private final Map<ResourceId, BulkPortion> onTheirWay = new HashMap<>();
  private final RememberedNumbers known = new RememberedNumbers();
  private long[] block = new long[0];
  private int used;

  BulkNumbers(
      Caller caller, TenantHash hash, DataSource dataSource, TenantTransactions transactions) {
    this.caller = caller;
    this.hash = hash;
    this.dataSource = dataSource;
    this.transactions = transactions;
  }

  private record Found(long number, int version) {}

  /** A portion that is on its way until {@link #release}. */
  synchronized BulkPortion assign(List<Change> changes) {
    BulkPortion portion = new BulkPortion();
    Map<ResourceId, Change> own = new LinkedHashMap<>();
    Set<Change> present = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Change change : changes) {
      ResourceId id = id(change);
      BulkPortion other = onTheirWay.get(id);
      if (other != null) {
        portion.needed().add(other);
      }
      if (other != null || own.putIfAbsent(id, change) != null) {
        present.add(change);
      }
    }
    Set<ResourceId> unknown = new LinkedHashSet<>(own.keySet());
    Set<ResourceId> targets = new LinkedHashSet<>();
    for (Change change : changes) {
      for (IndexRows.Edge edge : rows(change).edges()) {
        target(edge.target(), own.keySet(), portion, unknown, targets);
      }
    }
    Map<ResourceId, Found> found = lookUp(unknown);
    own.forEach(
        (id, change) -> {
          if (!enter(portion, id, change, found.get(id))) {
            present.add(change);
          }
        });
    changes.stream().filter(present::contains).forEach(portion.present()::add);
    resolve(portion, targets, found);
    portion.entries().forEach(entry -> onTheirWay.put(id(entry.change()), portion));
    return portion;
  }

  private void target(
      ResourceId id,
      Set<ResourceId> own,
      BulkPortion portion,
      Set<ResourceId> unknown,
      Set<ResourceId> targets) {
    if (own.contains(id) || portion.numbers().containsKey(id)) {
      return;
    }
    BulkPortion other = onTheirWay.get(id);
    Long number = other == null ? known.get(id) : Long.valueOf(other.number(id));
    if (number != null) {
      portion.numbers().put(id, number);
      if (other != null) {
        portion.needed().add(other);
      }
    } else {
      unknown.add(id);
      targets.add(id);
    }
  }

  /** False when it is there already. */
  private boolean enter(BulkPortion portion, ResourceId id, Change change, @Nullable Found found) {
    boolean there = found != null && found.version > 0;
    long number = found == null ? next() : found.number;
    portion.numbers().put(id, number);
    if (!there) {
      portion.entries().add(new Entry(change, number, found != null));
    }
    return !there;
  }

  private void resolve(BulkPortion portion, Set<ResourceId> targets, Map<ResourceId, Found> found) {
    List<ResourceId> missing = targets.stream().filter(id -> !found.containsKey(id)).toList();
    if (!missing.isEmpty()) {
      keepPlaces(missing);
      found.putAll(lookUp(missing));
    }
    for (ResourceId id : targets) {
      Found row = found.get(id);
      if (row != null) {
        portion.numbers().put(id, row.number);
        known.put(id, row.number);
      }
    }
  }

  /** Says what became of a portion. */
  synchronized void release(BulkPortion portion, boolean stored) {
    for (Entry entry : portion.entries()) {
      ResourceId id = id(entry.change());
      onTheirWay.remove(id, portion);
      if (stored) {
        known.put(id, entry.number());
      }
    }
    portion.stored().complete(stored);
    // Else each would keep the ones before it, back to the first.
    portion.needed().clear();
  }

  private Map<ResourceId, Found> lookUp(Collection<ResourceId> ids) {
    Map<ResourceId, Found> found = HashMap.newHashMap(ids.size());
    if (ids.isEmpty()) {
      return found;
    }
    return transactions.call(
        caller,
        () -> {
          try (Connection connection = dataSource.getConnection();
              PreparedStatement query = connection.prepareStatement(LOOK_UP)) {
            query.setArray(1, types(connection, ids));
            query.setArray(2, names(connection, ids));
            query.setString(3, caller.tenant());
            try (ResultSet rows = query.executeQuery()) {
              while (rows.next()) {
                found.put(
                    new ResourceId(rows.getString(1), rows.getString(2)),
                    new Found(rows.getLong(3), rows.getInt(4)));
              }
            }
            return found;
          }
        });
  }

  private void keepPlaces(Collection<ResourceId> ids) {
    transactions.call(
        caller,
        () -> {
          try (Connection connection = dataSource.getConnection();
              PreparedStatement keep =
                  connection.prepareStatement("select keep_places(?, ?, ?, ?, ?)")) {
            Long[] locks =
                ids.stream().map(id -> hash.lock(id.type(), id.id())).sorted().toArray(Long[]::new);
            keep.setString(1, caller.tenant());
            keep.setLong(2, hash.lock("tenant"));
            keep.setArray(3, connection.createArrayOf("bigint", locks));
            keep.setArray(4, types(connection, ids));
            keep.setArray(5, names(connection, ids));
            return keep.execute();
          }
        });
  }

  private long next() {
    if (used == block.length) {
      block = transactions.call(caller, this::numbers);
      used = 0;
    }
    return block[used++];
  }

  private long[] numbers() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select nextval('resource_rid') from generate_series(1, " + BLOCK + ")");
        ResultSet rows = query.executeQuery()) {
      List<Long> numbers = new ArrayList<>();
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
      return numbers.stream().mapToLong(Long::longValue).toArray();
    }
  }

  private static java.sql.Array types(Connection connection, Collection<ResourceId> ids)
      throws SQLException {
    return connection.createArrayOf("text", ids.stream().map(ResourceId::type).toArray());
  }

  private static java.sql.Array names(Connection connection, Collection<ResourceId> ids)
      throws SQLException {
    return connection.createArrayOf("text", ids.stream().map(ResourceId::id).toArray());
  }

  static ResourceId id(Change change) {
    return new ResourceId(change.type(), change.id());
  }

  static IndexRows rows(Change change) {
    IndexRows rows = change.rows();
    if (rows == null) {
      throw new IllegalArgumentException("an import deletes nothing");
    }
    return rows;
  }
}
