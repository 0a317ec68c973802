package io.salus.records.search;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.records.store.TenantHash;
import io.salus.service.security.Caller;
import io.salus.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every search that a front end needs first goes through an index, with and without a sort. */
class SearchPlansIT {
  private static final TenantHash HASH = TenantHash.salted(new byte[32]);
  private static final Caller CALLER =
      new Caller("t", "tester", Set.of("system/*.cruds"), null, null);

  private static final Map<String, List<String>> DEMANDED =
      Map.of(
          "Patient",
          List.of("name=a", "birthdate=ge1980", "gender=male", "identifier=s%7C1", "_id=1"),
          "Observation",
          List.of(
              "patient=1", "code=1-1", "category=v", "date=lt2024", "patient=1&code=1-1&date=2024"),
          "Condition",
          List.of("patient=1", "code=1", "onset-date=2024"),
          "MedicationRequest",
          List.of("patient=1", "code=1", "authoredon=2024"),
          "Encounter",
          List.of("patient=1", "type=1", "date=gt2024"),
          "Immunization",
          List.of("patient=1", "vaccine-code=1", "date=2024"));

  private static final List<String> VARIANTS =
      List.of("", "&_sort=-_lastUpdated", "&_sort=_id&_count=1000", "&_lastUpdated=gt2020");

  @Test
  void noSearchReadsAWholeTable() throws SQLException {
    TestDatabase database = TestDatabase.create("records");
    try (Connection connection =
        DriverManager.getConnection(
            // Extended queries would have to bind the placeholders of a plan that is generic.
            database.jdbcUrl() + "?preferQueryMode=simple", database.appRole(), "test-only")) {
      connection.createStatement().execute("set enable_seqscan = off");
      connection.createStatement().execute("set salus.tenant = 't'");
      for (Map.Entry<String, List<String>> type : DEMANDED.entrySet()) {
        for (String query : type.getValue()) {
          for (String variant : VARIANTS) {
            String plan = plan(connection, type.getKey(), query + variant);
            assertFalse(
                plan.contains("Seq Scan"), type.getKey() + "?" + query + variant + "\n" + plan);
            assertTrue(plan.contains("Index"), plan);
          }
        }
      }
    }
  }

  private static String plan(Connection connection, String type, String query) throws SQLException {
    Search search = SearchParser.parse(CALLER, Scope.ofType(type), query, "");
    assertTrue(search.ignored().isEmpty(), query);
    Sql sql = new Sql("t");
    MatchStatement matches =
        new MatchStatement(
            sql, HASH, Tuning.of(Shares.UNKNOWN), search, search.count() + 1, new Cursor.Start());
    String statement = PageStatement.write(sql, CALLER, HASH, search, matches, null);
    try (var explain = connection.createStatement()) {
      StringBuilder plan = new StringBuilder();
      try (ResultSet rows = explain.executeQuery("explain (generic_plan) " + statement)) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
      return plan.toString();
    }
  }
}
