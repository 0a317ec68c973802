package io.salus.records.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.service.errors.ErrorCategory;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class TenantsIT {
  private static final List<String> GUARDED =
      List.of("tenant_salt", "resource", "resource_history", "resource_string");

  @TestHTTPResource("/")
  URI address;

  @Inject DataSource dataSource;

  @Test
  void showsNothingToAStatementWithoutATenant() throws SQLException {
    try (TestFhir fhir = TestFhir.admin(address, "guarded")) {
      String id = fhir.create("Patient", Samples.patient("Ash", "1980", "1")).getId();
      fhir.update("Patient", id, fhir.read("Patient", id).toString(), 0);
    }
    try (Connection connection = dataSource.getConnection();
        Statement sql = connection.createStatement()) {
      for (String setting : List.of("", "nobody")) {
        sql.execute("select set_config('salus.tenant', '" + setting + "', false)");
        for (String table : GUARDED) {
          try (ResultSet rows = sql.executeQuery("select count(*) from " + table)) {
            assertTrue(rows.next());
            assertEquals(0, rows.getLong(1), table);
          }
        }
      }
      sql.execute("select set_config('salus.tenant', 'guarded', false)");
      for (String table : GUARDED) {
        try (ResultSet rows = sql.executeQuery("select count(*) from " + table)) {
          assertTrue(rows.next());
          assertTrue(rows.getLong(1) > 0, table);
        }
      }
      sql.execute("reset salus.tenant");
    }
  }

  @Test
  void guardsEveryTableButTheHashedOnes() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement sql = connection.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "select string_agg(relname, ' ' order by relname) from pg_class where relkind = 'r' and"
                    + " relnamespace = 'public'::regnamespace and relname like 'resource%' and not relrowsecurity")) {
      assertTrue(rows.next());
      assertEquals("resource_index resource_range", rows.getString(1));
    }
  }

  @Test
  void givesASecondTenantNothingInAnyInteraction() {
    try (TestFhir mine = TestFhir.admin(address, "mine");
        TestFhir theirs = TestFhir.admin(address, "theirs")) {
      String id = mine.create("Patient", Samples.patient("Ash", "1980", "1")).getId();
      String json = mine.read("Patient", id).toString();

      assertEquals(
          ErrorCategory.NOT_FOUND, TestFhir.error(() -> theirs.read("Patient", id)).category());
      assertEquals(
          ErrorCategory.NOT_FOUND,
          TestFhir.error(() -> theirs.readVersion("Patient", id, 1)).category());
      assertEquals(
          ErrorCategory.NOT_FOUND, TestFhir.error(() -> theirs.history("Patient", id)).category());
      assertEquals(List.of(), theirs.ids("Patient", "name=ash"));
      assertEquals(List.of(), theirs.ids("Patient", "identifier=1"));
      assertEquals(List.of(), theirs.ids("Patient", "_id=" + id));
      assertEquals(0, theirs.delete("Patient", id));
      assertEquals(
          ErrorCategory.UNPROCESSABLE,
          TestFhir.error(
                  () ->
                      theirs.create(
                          "Observation", Samples.observation("Patient/" + id, "1-1", "2024")))
              .category());
      assertTrue(theirs.update("Patient", id, json, 0).getCreated());
      assertEquals("1", mine.read("Patient", id).at("/meta/versionId").asText());
      assertEquals(1, mine.history("Patient", id).path("entry").size());
    }
  }

  @Test
  void showsAPatientItsOwnCompartmentOnly() {
    try (TestFhir clinic = TestFhir.admin(address, "compartment")) {
      String ann = clinic.create("Patient", Samples.patient("Ash", "1980", "1")).getId();
      String bob = clinic.create("Patient", Samples.patient("Ash", "1981", "2")).getId();
      String own =
          clinic
              .create("Observation", Samples.observation("Patient/" + ann, "1-1", "2024"))
              .getId();
      String other =
          clinic
              .create("Observation", Samples.observation("Patient/" + bob, "1-1", "2024"))
              .getId();
      // In Ann's compartment by its performer, about Bob: an include must not reach him.
      String shared =
          clinic
              .create(
                  "Observation",
                  Samples.observation("Patient/" + bob, "1-1", "2024")
                      .replace(
                          "\"status\"",
                          "\"performer\":[{\"reference\":\"Patient/" + ann + "\"}],\"status\""))
              .getId();

      try (TestFhir patient =
          new TestFhir(address, TestTokens.patient("compartment", ann, "patient/*.cruds"))) {
        assertEquals(List.of(ann), patient.ids("Patient", "name=ash"));
        assertEquals(List.of(own, shared), patient.ids("Observation", "code=1-1"));
        assertEquals(2, patient.search("Observation", "_summary=count").path("total").asInt());
        assertEquals(
            ErrorCategory.NOT_FOUND,
            TestFhir.error(() -> patient.read("Observation", other)).category());
        assertEquals(
            ErrorCategory.NOT_FOUND,
            TestFhir.error(() -> patient.history("Patient", bob)).category());
        JsonNode page = patient.search("Observation", "_include=Observation:subject");
        assertTrue(page.toString().contains("\"" + ann + "\""));
        page.path("entry")
            .forEach(
                entry ->
                    assertTrue(
                        !entry.at("/resource/id").asText().equals(bob), "the include escaped"));
        assertEquals(
            ErrorCategory.FORBIDDEN,
            TestFhir.error(
                    () ->
                        patient.create(
                            "Observation", Samples.observation("Patient/" + bob, "1-1", "2024")))
                .category());
        String stolen = clinic.read("Observation", other).toString().replace(bob, ann);
        assertEquals(
            ErrorCategory.FORBIDDEN,
            TestFhir.error(() -> patient.update("Observation", other, stolen, 0)).category());
        assertEquals(
            ErrorCategory.FORBIDDEN,
            TestFhir.error(() -> patient.delete("Observation", other)).category());
      }
    }
  }
}
