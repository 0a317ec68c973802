package io.salus.records.parameter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.salus.jobs.Job;
import io.salus.jobs.Jobs;
import io.salus.records.definition.SearchKind;
import io.salus.records.index.TenantParams;
import io.salus.records.search.Searches;
import io.salus.records.store.IndexRewrite;
import io.salus.records.store.IndexRewrite.Rewritten;
import io.salus.records.store.Json;
import io.salus.records.store.StoredVersion;
import io.salus.records.store.TenantHash;
import io.salus.records.store.TenantHashes;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.security.Caller;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestDatabase;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OwnParametersIT.Quick.class)
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class OwnParametersIT {
  private static final Set<String> SERVICE = Set.of("system/SearchParameter.u");

  private static final String SHOE_SIZE =
      """
      {"resourceType": "SearchParameter", "url": "http://example.org/shoe", "name": "ShoeSize",
       "description": "Size of shoes", "status": "active", "code": "shoe", "base": ["Patient"],
       "type": "token", "expression": "Patient.extension.where(url='http://example.org/shoe').value"}
      """;

  private static final String PATIENT =
      """
      {"resourceType": "Patient",
       "extension": [{"url": "http://example.org/shoe", "valueCode": "42"}]}
      """;

  @Inject ResourceWrites writes;
  @Inject Searches searches;
  @Inject ReindexJob reindex;
  @Inject OwnParameters own;
  @Inject IndexRewrite rewrite;
  @Inject TenantHashes hashes;
  @Inject DataSource dataSource;
  @Inject DueReindex due;
  @Inject Jobs jobs;

  @ConfigProperty(name = "quarkus.datasource.jdbc.url")
  String url = "";

  private final Caller caller =
      new Caller("own-" + UUID.randomUUID(), "t", Set.of("system/*.cruds"), null, null);

  /** Nobody else writes, so there is nothing to wait for. */
  public static class Quick implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("salus.records.search-parameters.settle", "0s");
    }
  }

  @Test
  void indexesWhatWasStoredBeforeAndAfterAParameter() throws Exception {
    create("Patient", PATIENT);
    String parameter = create("SearchParameter", SHOE_SIZE);
    own.refresh();
    assertThrows(InvalidInput.class, () -> search("shoe=42"));
    create("Patient", PATIENT);
    assertEquals(1, found());

    reindex.run(new TestJob(caller, ReindexJob.ALL, Integer.MAX_VALUE));

    assertEquals(2, found());
    assertEquals(2, search("shoe=42").path("entry").size());
    assertEquals(0, search("shoe=43").path("entry").size());
    assertEquals(SearchKind.TOKEN, params().find("Patient", "shoe").orElseThrow().kind());
    assertTrue(params().find("Observation", "shoe").isEmpty());
    assertTrue(TenantParams.of("another tenant").find("Patient", "shoe").isEmpty());

    writes.delete(caller, "SearchParameter", parameter, 0).await().indefinitely();
    own.refresh();
    assertTrue(params().find("Patient", "shoe").isEmpty());
    reindex.run(new TestJob(caller, "Patient", Integer.MAX_VALUE));
    assertEquals(0, found());
  }

  @Test
  void asksForIndexingAgainWhenAParameterIsWritten() throws Exception {
    String id = create("SearchParameter", SHOE_SIZE);
    reindex.run(new TestJob(caller, "Patient", Integer.MAX_VALUE));
    assertTrue(params().find("Patient", "shoe").isPresent());

    byte[] changed =
        SHOE_SIZE.replaceFirst("\\{", "{\"id\": \"" + id + "\",").getBytes(StandardCharsets.UTF_8);
    writes.update(caller, "SearchParameter", id, changed, 0).await().indefinitely();
    own.refresh();

    assertThrows(InvalidInput.class, () -> params().find("Patient", "shoe"));
    reindex.run(new TestJob(caller, "Observation", Integer.MAX_VALUE));
    assertThrows(InvalidInput.class, () -> params().find("Patient", "shoe"));
  }

  @Test
  void goesOnWhereADeadWorkerStopped() throws Exception {
    create("Patient", PATIENT);
    create("SearchParameter", SHOE_SIZE);
    TestJob job = new TestJob(caller, ReindexJob.ALL, 1);
    assertThrows(TestJob.Killed.class, () -> reindex.run(job));
    String result = reindex.run(job.again());
    assertTrue(result.contains("\"resources\":2"), result);
    assertTrue(params().find("Patient", "shoe").isPresent());
  }

  @Test
  void makesAnIndexOfAnOldLayoutAnewByItself() throws Exception {
    create("Patient", PATIENT.replace("\"extension\"", "\"gender\": \"male\", \"extension\""));
    try (Connection owner = owner();
        Statement sql = owner.createStatement()) {
      String tenant = "'" + caller.tenant() + "'";
      sql.execute("insert into reindex_due (tenant) values (" + tenant + ")");
      sql.execute("update resource_index set tokens = '{}' where tenant = " + tenant);
    }
    assertEquals(0, search("gender=male").path("entry").size());

    due.ask();
    due.ask();

    List<Job> asked = jobs.list(caller, 10);
    assertEquals(1, asked.size());
    Caller service = new Caller(caller.tenant(), asked.getFirst().subject(), SERVICE, null, null);
    reindex.check(service);
    reindex.run(new TestJob(service, ReindexJob.ALL, Integer.MAX_VALUE));
    assertEquals(1, search("gender=male").path("entry").size());
    try (Connection owner = owner();
        Statement sql = owner.createStatement();
        ResultSet row = sql.executeQuery("select count(*) from reindex_due")) {
      row.next();
      assertEquals(0, row.getInt(1));
    }
  }

  private Connection owner() throws SQLException {
    String name = url.substring(url.lastIndexOf('/') + 1).replaceFirst("\\?.*", "");
    String port = url.replaceFirst(".*:(\\d+)/.*", "$1");
    return new TestDatabase("records", name, Integer.parseInt(port)).connectAsOwner();
  }

  @Test
  void leavesWhatOthersHaveWrittenMeanwhile() {
    String id = create("Patient", PATIENT);
    TenantHash hash = hashes.of(caller.tenant()).await().indefinitely();
    StoredVersion read = rewrite.page(caller, "Patient", "", 10).await().indefinitely().getFirst();
    Rewritten stale = ReindexJob.rewritten(params(), hash, read);
    byte[] changed =
        PATIENT.replaceFirst("\\{", "{\"id\": \"" + id + "\",").getBytes(StandardCharsets.UTF_8);
    writes.update(caller, "Patient", id, changed, 0).await().indefinitely();
    assertEquals(0, rewrite.rewrite(caller, List.of(stale)).await().indefinitely());
  }

  @Test
  void refusesAnActiveParameterThatCannotWork() {
    refused(SHOE_SIZE.replace("Patient.extension", "Patient..extension"), "expression");
    refused(SHOE_SIZE.replace("\"token\"", "\"composite\""), "type");
    refused(SHOE_SIZE.replace("\"shoe\"", "\"sh.oe\""), "code");
    create("SearchParameter", SHOE_SIZE.replace("active", "draft").replace("Patient.ext", "..ext"));
    create("SearchParameter", SHOE_SIZE);
    own.refresh();
    refused(SHOE_SIZE, "code");
  }

  @Test
  void leavesTheParametersOfTheStandardAsTheyAre() {
    create("SearchParameter", SHOE_SIZE.replace("\"shoe\"", "\"family\""));
    own.refresh();
    assertEquals(List.of(), params().own());
    assertEquals(SearchKind.STRING, params().find("Patient", "family").orElseThrow().kind());
  }

  private void refused(String parameter, String element) {
    Unprocessable error =
        assertThrows(Unprocessable.class, () -> create("SearchParameter", parameter));
    assertTrue(String.valueOf(error.place()).endsWith(element));
  }

  private TenantParams params() {
    return TenantParams.of(caller.tenant());
  }

  private String create(String type, String json) {
    return writes
        .create(caller, type, json.getBytes(StandardCharsets.UTF_8), "")
        .await()
        .indefinitely()
        .version()
        .id();
  }

  private JsonNode search(String query) {
    byte[] bundle =
        searches
            .search(caller, "Patient", query, "http://salus.test/fhir", true)
            .await()
            .indefinitely();
    return Json.parse(bundle);
  }

  /** Resources that carry the token of a shoe size. */
  private int found() throws SQLException {
    long token = hashes.of(caller.tenant()).await().indefinitely().code("Patient", "shoe", "42");
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select count(*) from resource_index where tokens @> array[?::bigint]")) {
      query.setLong(1, token);
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }
}
