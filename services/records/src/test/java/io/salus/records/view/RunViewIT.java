package io.salus.records.view;

import static io.salus.records.view.ViewClient.PATIENTS;
import static io.salus.records.view.ViewClient.ids;
import static io.salus.records.view.ViewClient.patient;
import static io.salus.records.view.ViewClient.text;
import static io.salus.records.view.ViewClient.weight;
import static io.salus.records.view.ViewClient.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.records.operation.Method;
import io.salus.records.operation.Operations;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.testkit.NextMillisecond;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class RunViewIT {
  private static final String RUN = "viewdefinition-run";

  private static final String WEIGHTS =
      """
      {"resourceType":"ViewDefinition","resource":"Observation","select":[{"column":[
        {"name":"id","path":"id"},{"name":"kg","path":"value.ofType(Quantity).value","type":"decimal"}]}]}
      """;

  @Inject Operations operations;
  @Inject ResourceWrites writes;

  private final String tenant = "views-" + UUID.randomUUID();
  private ViewClient client;

  @BeforeEach
  void connect() {
    client = new ViewClient(operations, writes, ViewClient.admin(tenant));
    client.putWeights();
  }

  @Test
  void runsAStoredViewByIdReferenceAndCanonicalAddress() {
    var rows =
        """
        {"id":"a","gender":"female","family":["Of a"]}
        {"id":"b","gender":"male","family":["Of b"]}
        """;

    assertEquals(rows, client.run("patients", ""));
    for (var reference :
        List.of(
            "ViewDefinition/patients",
            ViewClient.BASE + "/ViewDefinition/patients",
            "http://example.org/patients",
            "http://example.org/patients%7C1")) {
      var answer = client.call(RUN, "", Method.GET, "viewReference=" + reference, "", "");
      assertEquals(rows, text(answer), reference);
    }
  }

  @Test
  void answersInTheFormatAskedFor() {
    var csv = client.call("run", "patients", Method.GET, "_format=csv&header=false", "", "*/*");
    var json = client.call(RUN, "patients", Method.GET, "", "", "application/json");
    var parquet = client.call(RUN, "patients", Method.GET, "_format=parquet", "", "");

    assertEquals("text/csv", csv.contentType());
    assertEquals("a,female,\"[\"\"Of a\"\"]\"\nb,male,\"[\"\"Of b\"\"]\"\n", text(csv));
    assertTrue(text(json).startsWith("[{\"id\":\"a\""), text(json));
    assertTrue(text(parquet).startsWith("PAR1") && text(parquet).endsWith("PAR1"));
  }

  @Test
  void runsWhatComesAlongOnWhatComesAlong() {
    var body =
        with(
            PATIENTS,
            "{\"name\":\"resource\",\"resource\":"
                + patient("x", "other")
                + "},{\"name\":\"resource\",\"resource\":"
                + weight("y", "x", 1)
                + "}");

    assertEquals(List.of("x"), ids(text(client.call(RUN, "", Method.POST, "", body, ""))));
  }

  @Test
  void looksAtThePatientsGroupsAndTimesAskedForOnly() {
    client.put(
        """
        {"resourceType":"Group","id":"g","type":"person","actual":true,"member":[
          {"entity":{"reference":"Patient/b"}},{"entity":{"reference":"Patient/a"},"inactive":true}]}
        """);
    var body = with(WEIGHTS, "");

    assertEquals(List.of("w1"), weights("patient=Patient/a", body));
    assertEquals(List.of("w2"), weights("group=Group/g", body));
    assertEquals(List.of("w1"), weights("_limit=1", body));
    assertEquals(List.of(), weights("_limit=0", body));
    assertEquals(List.of(), weights("_since=2999-01-01T00:00:00Z", body));
    assertEquals(List.of("w1", "w2"), weights("_since=2020-01-01T00:00:00%2B01:00", body));
    assertThrows(NotFound.class, () -> weights("patient=nobody", body));
    assertThrows(NotFound.class, () -> weights("group=nobody", body));
  }

  @Test
  void seesWhatItsCallerMaySeeAndNoMore() {
    var body = with(WEIGHTS, "");
    var patient = client.as(ViewClient.caller(tenant, "patient/*.rs", "a"));
    var stranger = client.as(ViewClient.admin("other-" + tenant));
    var limited = client.as(ViewClient.caller(tenant, "user/Patient.rs", null));

    assertEquals(List.of("w1"), ids(text(patient.call(RUN, "", Method.POST, "", body, ""))));
    assertEquals(List.of("a"), ids(patient.run("patients", "")));
    assertThrows(NotFound.class, () -> patient.run("patients", "patient=b"));
    assertEquals("", text(stranger.call(RUN, "", Method.POST, "", body, "")));
    assertThrows(NotFound.class, () -> stranger.run("patients", ""));
    assertThrows(Forbidden.class, () -> limited.call(RUN, "", Method.POST, "", body, ""));
    assertThrows(Forbidden.class, () -> limited.run("patients", ""));
  }

  @Test
  void writesEachOfManyResourcesOnce() {
    client.putMany(2500, i -> patient("many-" + i, "female"));

    var ids = ids(client.run("patients", ""));

    assertEquals(2502, ids.size());
    assertTrue(ids.containsAll(IntStream.range(0, 2500).mapToObj(i -> "many-" + i).toList()));
    assertEquals(2100, ids(client.run("patients", "_limit=2100")).size());
  }

  @Test
  void givesRowsInTheOrderOfTheLastUpdate() {
    client.put(patient("c", "other"));
    NextMillisecond.await();
    client.put(patient("a", "unknown"));

    assertEquals(List.of("b", "c", "a"), ids(client.run("patients", "")));
  }

  @Test
  void readsLargeResourcesInTheirTurn() {
    var bytes = new byte[40_000];
    new Random(1).nextBytes(bytes);
    client.put(
        "{\"resourceType\":\"Patient\",\"id\":\"large\",\"name\":[{\"family\":\"Large\"}],\"photo\":[{\"data\":\""
            + Base64.getEncoder().encodeToString(bytes)
            + "\"}]}");
    client.put(patient("z", "female"));

    var rows = client.run("patients", "");

    assertEquals(List.of("a", "b", "large", "z"), ids(rows));
    assertTrue(rows.contains("[\"Large\"]"), rows);
  }

  @Test
  void namesThePlaceOfAMistake() {
    var wrong = PATIENTS.replace("\"path\":\"gender\"", "\"path\":\"gender.where(\"");

    var stored = assertThrows(Unprocessable.class, () -> client.put(wrong));
    var given =
        assertThrows(
            Unprocessable.class, () -> client.call(RUN, "", Method.POST, "", with(wrong, ""), ""));

    assertEquals("ViewDefinition.select[0].column[1].path", stored.place());
    assertTrue(stored.publicDetail().contains("column gender"), stored.publicDetail());
    assertEquals("viewResource.select[0].column[1].path", given.place());
    assertThrows(
        Unprocessable.class,
        () -> client.put(PATIENTS.replace("\"resource\":\"Patient\"", "\"resource\":\"Pat\"")));
  }

  @Test
  void refusesWhatItDoesNotDo() {
    assertThrows(InvalidInput.class, () -> client.run("patients", "source=s3://bucket"));
    assertThrows(InvalidInput.class, () -> client.run("patients", "_format=xml"));
    assertThrows(InvalidInput.class, () -> client.run("patients", "_limit=-1"));
    assertThrows(InvalidInput.class, () -> client.run("patients", "_lmit=1"));
    assertThrows(InvalidInput.class, () -> client.call(RUN, "", Method.GET, "", "", ""));
    assertThrows(NotFound.class, () -> client.run("nothing", ""));
  }

  @Test
  void saysWhenTheDataDoesNotFit() {
    var view = PATIENTS.replace(",\"collection\":true", "").replace("name.family", "name.given");
    client.put("{\"resourceType\":\"Patient\",\"id\":\"c\",\"name\":[{\"given\":[\"x\",\"y\"]}]}");

    var answer = client.call(RUN, "", Method.POST, "", with(view, ""), "");

    var error = assertThrows(Unprocessable.class, () -> text(answer));
    assertEquals("family", error.place());
  }

  private List<String> weights(String query, String body) {
    return ids(text(client.call(RUN, "", Method.POST, query, body, "")));
  }
}
