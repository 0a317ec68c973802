package io.salus.records.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.transaction.IndexedFixture;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** PostgreSQL's statistics know nothing of a tenant that has just come. */
class FirstImportIT {
  @Test
  void rowsAreFoundByTheirNumbersAndNotByGoingThroughTheTenant() throws SQLException {
    try (StoreFixture store = new StoreFixture()) {
      write(store, "old");
      execute(store.database().connectAsOwner(), "analyze");
      write(store, "new");

      String one = "from unnest('{1,2,3}'::bigint[]) e (rid) join %s r on r.rid = e.rid";
      for (String from :
          List.of(
              one.formatted("resource"),
              one.formatted("resource_history"),
              one.formatted("resource_string"),
              "from resource_string r where r.rid = 1 and r.param = any ('{1,2}')")) {
        String plan =
            execute(
                store.database().connect(),
                "set salus.tenant = 'new'",
                "set enable_seqscan = off",
                "set enable_hashjoin = off",
                "set enable_mergejoin = off",
                "explain select r.tenant " + from);
        assertTrue(plan.contains("Index Cond: (rid ="), plan);
        assertFalse(plan.contains("Index Cond: (tenant ="), plan);
      }
    }
  }

  @Test
  void readsNoOtherTextsThanThoseSearchedFor() throws Exception {
    try (StoreFixture store = new StoreFixture()) {
      write(store, "old");
      execute(store.database().connectAsOwner(), "analyze");
      write(store, "new");
      String parameters =
          execute(
                  store.database().connect(),
                  "set salus.tenant = 'new'",
                  "select array_agg(distinct param) from resource_string")
              .strip();

      String read =
          execute(
              store.database().connect(),
              "begin",
              "select search_texts('new', '%s', '{ash new200}', '{ash new200~}', 0)"
                  .formatted(parameters),
              "select idx_tup_fetch + seq_tup_read from pg_stat_xact_user_tables"
                  + " where relname = 'resource_string'");

      assertTrue(Integer.parseInt(read.strip()) <= 4, read);
    }
  }

  private static void write(StoreFixture store, String tenant) {
    TenantHash hash = store.hash(tenant);
    store.apply(
        tenant,
        IntStream.range(0, 300)
            .mapToObj(i -> IndexedFixture.post(hash, patient(tenant + i)))
            .toList());
    store.apply(
        tenant,
        IntStream.range(0, 100).mapToObj(i -> Change.delete("Patient", tenant + i, 0)).toList());
  }

  private static ObjectNode patient(String id) {
    ObjectNode patient = Json.object().put("resourceType", "Patient").put("id", id);
    patient.putArray("name").addObject().put("family", "Ash " + id);
    return patient;
  }

  /** The answer of the last statement. */
  private static String execute(Connection connection, String... statements) throws SQLException {
    StringBuilder answer = new StringBuilder();
    try (connection;
        Statement statement = connection.createStatement()) {
      boolean rows = false;
      for (String one : statements) {
        rows = statement.execute(one);
      }
      if (rows) {
        try (ResultSet lines = statement.getResultSet()) {
          while (lines.next()) {
            answer.append(lines.getString(1)).append('\n');
          }
        }
      }
    }
    return answer.toString();
  }
}
