package io.salus.records.store;

import io.salus.records.store.BulkPortion.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.postgresql.PGConnection;

/**
 * The rows of a portion in all tables. Those outside row-level security go by COPY, which
 * PostgreSQL refuses for the others: these go as arrays.
 */
final class BulkRows {
  private static final String NEW =
      """
      insert into resource (rid, last_updated, version, method, tenant, type, id, body)
      select e.rid, ?, 1, e.method, ?, e.type, e.id, e.body
      from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::bytea[]) e (rid, method, type, id, body)\
      """;

  private static final String KEPT =
      """
      update resource r
      set last_updated = ?, version = 1, method = e.method, body = e.body
      from unnest(?::bigint[], ?::text[], ?::bytea[]) e (rid, method, body)
      where r.rid = e.rid and r.tenant = ? and r.version = 0\
      """;

  private static final String TEXTS =
      """
      insert into resource_string (rid, param, tenant, value)
      select e.rid, e.param, ?, e.value
      from unnest(?::bigint[], ?::bigint[], ?::text[]) e (rid, param, value)\
      """;

  private static final String LOG =
      """
      insert into change_log (at, rid, version, method, tenant, type, id)
      select ?, e.rid, 1, e.method, ?, e.type, e.id
      from unnest(?::bigint[], ?::text[], ?::text[], ?::text[]) e (rid, method, type, id)
      where exists (select from change_follower f where f.tenant = ?)\
      """;

  private static final String COPY_INDEX =
      "copy resource_index (rid, kind, updated, patients, tenant, tokens, links, ranges) from stdin"
          + " (format binary)";
  private static final String COPY_RANGES =
      "copy resource_range (rid, param, low, high, tenant) from stdin (format binary)";

  private final String tenant;
  private final TenantHash hash;
  private final BulkPortion portion;

  BulkRows(String tenant, TenantHash hash, BulkPortion portion) {
    this.tenant = tenant;
    this.hash = hash;
    this.portion = portion;
  }

  /** Inside a transaction of the tenant. */
  void write(Connection connection) throws SQLException {
    List<Entry> entries = portion.entries();
    BulkLocks.take(
        connection,
        hash,
        entries.stream()
            .mapToLong(entry -> hash.lock(entry.change().type(), entry.change().id()))
            .toArray());
    OffsetDateTime now = now(connection);
    resources(connection, now, entries.stream().filter(entry -> !entry.kept()).toList());
    kept(connection, now, entries.stream().filter(Entry::kept).toList());
    index(connection, now.toEpochSecond() * 1_000_000 + now.getNano() / 1000);
    texts(connection);
    log(connection, now);
  }

  private static OffsetDateTime now(Connection connection) throws SQLException {
    try (PreparedStatement clock =
            connection.prepareStatement("select date_trunc('milliseconds', clock_timestamp())");
        ResultSet row = clock.executeQuery()) {
      row.next();
      return row.getObject(1, OffsetDateTime.class);
    }
  }

  private void resources(Connection connection, OffsetDateTime now, List<Entry> entries)
      throws SQLException {
    if (entries.isEmpty()) {
      return;
    }
    try (PreparedStatement insert = connection.prepareStatement(NEW)) {
      insert.setObject(1, now);
      insert.setString(2, tenant);
      insert.setArray(3, array(connection, "bigint", numbers(entries)));
      insert.setArray(4, array(connection, "text", texts(entries, c -> c.method().name())));
      insert.setArray(5, array(connection, "text", texts(entries, Change::type)));
      insert.setArray(6, array(connection, "text", texts(entries, Change::id)));
      insert.setArray(7, array(connection, "bytea", bodies(entries)));
      insert.executeUpdate();
    }
  }

  private void kept(Connection connection, OffsetDateTime now, List<Entry> entries)
      throws SQLException {
    if (entries.isEmpty()) {
      return;
    }
    try (PreparedStatement update = connection.prepareStatement(KEPT)) {
      update.setObject(1, now);
      update.setArray(2, array(connection, "bigint", numbers(entries)));
      update.setArray(3, array(connection, "text", texts(entries, c -> c.method().name())));
      update.setArray(4, array(connection, "bytea", bodies(entries)));
      update.setString(5, tenant);
      if (update.executeUpdate() != entries.size()) {
        throw new SQLException("a kept place was taken meanwhile", "40001");
      }
    }
  }

  private void index(Connection connection, long updated) throws SQLException {
    CopyRows index = new CopyRows();
    CopyRows ranges = new CopyRows();
    for (Entry entry : portion.entries()) {
      IndexRows rows = BulkNumbers.rows(entry.change());
      Set<Long> tokens = new LinkedHashSet<>(rows.patients());
      int patients = tokens.size();
      tokens.addAll(rows.tokens());
      Set<Long> links = new LinkedHashSet<>();
      for (IndexRows.Edge edge : rows.edges()) {
        long target = portion.number(edge.target());
        tokens.add(EdgeHash.of(target, edge.parameter()));
        links.add(target);
      }
      List<IndexRows.Range> values = rows.ranges();
      long[] triples = new long[3 * values.size()];
      int at = 0;
      for (IndexRows.Range range : values) {
        triples[at++] = range.parameter();
        triples[at++] = range.low();
        triples[at++] = range.high();
        ranges
            .row(5)
            .bigint(entry.number())
            .bigint(range.parameter())
            .bigint(range.low())
            .bigint(range.high())
            .text(tenant);
      }
      index
          .row(8)
          .bigint(entry.number())
          .bigint(rows.kind())
          .bigint(updated)
          .smallint(patients)
          .text(tenant)
          .bigints(plain(tokens))
          .bigints(plain(links))
          .bigints(triples);
    }
    index.into(connection, COPY_INDEX);
    ranges.into(connection, COPY_RANGES);
  }

  private void texts(Connection connection) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    List<Long> parameters = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (Entry entry : portion.entries()) {
      for (IndexRows.Text text : BulkNumbers.rows(entry.change()).texts()) {
        numbers.add(entry.number());
        parameters.add(text.parameter());
        values.add(text.value());
      }
    }
    if (numbers.isEmpty()) {
      return;
    }
    try (PreparedStatement insert = connection.prepareStatement(TEXTS)) {
      insert.setString(1, tenant);
      insert.setArray(2, array(connection, "bigint", plain(numbers)));
      insert.setArray(3, array(connection, "bigint", plain(parameters)));
      insert.setArray(4, array(connection, "text", values.toArray(String[]::new)));
      insert.executeUpdate();
    }
  }

  private void log(Connection connection, OffsetDateTime now) throws SQLException {
    List<Entry> entries = portion.entries();
    try (PreparedStatement insert = connection.prepareStatement(LOG)) {
      insert.setObject(1, now);
      insert.setString(2, tenant);
      insert.setArray(3, array(connection, "bigint", numbers(entries)));
      insert.setArray(4, array(connection, "text", texts(entries, c -> c.method().name())));
      insert.setArray(5, array(connection, "text", texts(entries, Change::type)));
      insert.setArray(6, array(connection, "text", texts(entries, Change::id)));
      insert.setString(7, tenant);
      insert.executeUpdate();
    }
  }

  /** In the binary form, where the driver has one. */
  private static java.sql.Array array(Connection connection, String type, Object values)
      throws SQLException {
    return connection.unwrap(PGConnection.class).createArrayOf(type, values);
  }

  private static long[] numbers(List<Entry> entries) {
    return entries.stream().mapToLong(Entry::number).toArray();
  }

  private static String[] texts(List<Entry> entries, Function<Change, String> text) {
    return entries.stream().map(Entry::change).map(text).toArray(String[]::new);
  }

  private static byte[][] bodies(List<Entry> entries) {
    return entries.stream().map(entry -> BulkLoad.body(entry.change())).toArray(byte[][]::new);
  }

  private static long[] plain(java.util.Collection<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }
}
