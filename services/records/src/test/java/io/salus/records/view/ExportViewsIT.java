package io.salus.records.view;

import static io.salus.records.view.ViewClient.PATIENTS;
import static io.salus.records.view.ViewClient.json;
import static io.salus.records.view.ViewClient.patient;
import static io.salus.records.view.ViewClient.text;
import static io.salus.records.view.ViewClient.weight;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.records.bulk.BulkConfig;
import io.salus.records.bulk.BulkFiles;
import io.salus.records.bulk.TestCalls;
import io.salus.records.operation.Method;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.Operations;
import io.salus.records.operation.Parameters;
import io.salus.records.store.Json;
import io.salus.records.store.NumberedReader;
import io.salus.records.store.TypeNumbers;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class ExportViewsIT {
  private static final String EXPORT = "ViewDefinition/$viewdefinition-export";

  private static final String WEIGHTS =
      """
      {"resourceType":"ViewDefinition","name":"weights","resource":"Observation","select":[{"column":[
        {"name":"id","path":"id"},{"name":"kg","path":"value.ofType(Quantity).value","type":"decimal"}]}]}
      """;

  private static final String STORED = view("", "ViewDefinition/patients");
  private static final String INLINE =
      "{\"name\":\"view\",\"part\":[{\"name\":\"viewResource\",\"resource\":" + WEIGHTS + "}]}";

  @Inject Operations operations;
  @Inject ResourceWrites writes;
  @Inject TestCalls calls;
  @Inject ViewExportJob job;
  @Inject ViewPatients patients;
  @Inject TypeNumbers numbers;
  @Inject NumberedReader reader;
  @Inject ViewRuns runs;
  @Inject BulkFiles files;
  @Inject TenantTransactions transactions;
  @Inject DataSource dataSource;

  private final String tenant = "exports-" + UUID.randomUUID();
  private final Caller clinic = ViewClient.admin(tenant);
  private ViewClient client;

  @BeforeEach
  void connect() {
    client = new ViewClient(operations, writes, clinic);
    client.put(PATIENTS);
    client.put(patient("a", "female"));
    client.put(patient("b", "male"));
    client.put(weight("w1", "a", 70));
    client.put(weight("w2", "b", 80));
  }

  @Test
  void writesStoredAndInlineViewsInEveryFormat() throws Exception {
    for (var format : ViewFormat.values()) {
      var location = export(parameter("_format", "valueCode", format.code()), STORED, INLINE);

      run(location, n -> false, null);

      var done = calls.get(clinic, location);
      assertEquals(List.of("patients", "weights"), outputs(json(done)));
      assertEquals("completed", value(json(done), "status"));
      assertTrue(done.headers().containsKey("Expires"));
      var file = calls.get(clinic, files(json(done)).getFirst());
      assertEquals(format.mediaType(), file.contentType());
      var direct =
          client.call(
              "viewdefinition-run", "patients", Method.GET, "_format=" + format.code(), "", "");
      if (format == ViewFormat.PARQUET) {
        assertTrue(text(file).startsWith("PAR1") && text(file).endsWith("PAR1"));
      } else {
        assertEquals(text(direct).strip(), text(file).strip(), format.code());
      }
    }
  }

  @Test
  void saysHowFarItIsAndWhatItWasCalled() throws Exception {
    var accepted = call(body(STORED, parameter("clientTrackingId", "valueString", "monthly")));
    var location = TestCalls.location(accepted);
    assertEquals(202, accepted.status());
    assertEquals("accepted", value(json(accepted), "status"));
    assertEquals("monthly", value(json(accepted), "clientTrackingId"));

    var waiting = calls.get(clinic, location);
    assertEquals(202, waiting.status());
    assertTrue(waiting.headers().containsKey("X-Progress"));
    assertEquals(id(location), value(json(waiting), "exportId"));
    run(location, n -> false, null);

    assertEquals("monthly", value(json(calls.get(clinic, location)), "clientTrackingId"));
  }

  @Test
  void looksAtThePatientsGroupsAndTimesAskedForOnly() throws Exception {
    client.put(
        """
        {"resourceType":"Group","id":"g","type":"person","actual":true,"member":[{"entity":{"reference":"Patient/b"}}]}
        """);

    assertEquals(List.of("w1"), weights(parameter("patient", "valueString", "Patient/a")));
    assertEquals(List.of("w2"), weights(parameter("group", "valueString", "Group/g")));
    assertEquals(List.of(), weights(since("2999-01-01T00:00:00Z")));
    assertEquals(List.of("w1", "w2"), weights(since("2020-01-01T00:00:00Z")));
    assertThrows(
        NotFound.class, () -> export(INLINE, parameter("patient", "valueString", "Patient/z")));
  }

  @Test
  void anAttemptGoesOnBehindTheLastFileAsOfTheSameMoment() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    int many = 500 * (2 * cores + 1) + 100;
    client.putMany(many, i -> patient("many-" + i, "female"));
    var location = export(STORED, INLINE);
    var first = attempt(location, n -> n > 4 * cores, null);
    assertThrows(CancellationException.class, () -> inSmallParts().run(first));
    client.put(patient("later", "female"));
    client.put(patient("many-1", "male"));
    client.delete("Patient", "many-2");

    succeed(
        location,
        inSmallParts().run(attempt(location, n -> false, first.checkpoint().orElseThrow())));

    var done = json(calls.get(clinic, location));
    var rows = new ArrayList<String>();
    var patientFiles = files(done).stream().filter(name -> name.contains("patients")).toList();
    for (var file : patientFiles) {
      rows.addAll(text(calls.get(clinic, file)).lines().toList());
    }
    assertTrue(patientFiles.size() > 1, "several parts");
    assertTrue(first.checkpoint().isPresent());
    assertEquals(many + 2, rows.size(), "nothing twice and nothing lost");
    assertEquals(many + 2, Set.copyOf(rows).size());
    assertTrue(rows.stream().anyMatch(row -> row.contains("\"many-2\"")));
    assertTrue(rows.stream().noneMatch(row -> row.contains("\"later\"")));
    assertEquals(1, rows.stream().filter(row -> row.contains("\"male\"")).count());
  }

  @Test
  void aJobThatIsCancelledLeavesNothing() throws Exception {
    var location = export(STORED, INLINE);

    assertThrows(CancellationException.class, () -> job.run(attempt(location, n -> n > 3, null)));
    assertEquals(1, files.of(clinic, id(location)).size());
    job.cancelled(clinic, id(location));
    assertEquals(List.of(), files.of(clinic, id(location)));

    var deleted = calls.call(clinic, Method.DELETE, location, "", new byte[0]);
    assertEquals(202, deleted.status());
    assertThrows(NotFound.class, () -> calls.get(clinic, location));
  }

  @Test
  void isForWhoAskedAndMaySeeWhatIsInIt() throws Exception {
    var location = export(STORED, INLINE);
    run(location, n -> false, null);
    var file = files(json(calls.get(clinic, location))).getFirst();

    for (var other :
        List.of(
            ViewClient.admin("other-" + tenant),
            new Caller(tenant, "colleague", Set.of("system/*.cruds"), null, null))) {
      assertThrows(NotFound.class, () -> calls.get(other, location));
      assertThrows(NotFound.class, () -> calls.get(other, file));
    }
    assertThrows(
        Forbidden.class,
        () -> calls.get(ViewClient.caller(tenant, "system/Observation.rs", null), file));
    var strangers = client.as(ViewClient.admin("other-" + tenant));
    assertThrows(NotFound.class, () -> call(strangers.caller(), body(STORED)));
    assertThrows(
        Forbidden.class, () -> call(ViewClient.caller(tenant, "patient/*.rs", "a"), body(INLINE)));
    assertThrows(
        Forbidden.class,
        () -> call(ViewClient.caller(tenant, "system/Patient.rs", null), body(INLINE)));
  }

  @Test
  void aStrangersExportHoldsNothingOfThisTenant() throws Exception {
    var stranger = ViewClient.admin("other-" + tenant);
    var location = TestCalls.location(call(stranger, body(INLINE)));

    job.run(new TestJob(id(location), stranger, params(stranger, location), n -> false, null));

    var file = files.of(stranger, id(location)).getFirst();
    assertEquals(0, file.resources());
    assertEquals(0, file.bytes());
  }

  @Test
  void refusesWhatItDoesNotDo() {
    for (var wrong :
        List.of(
            body(),
            body("{\"name\":\"view\",\"part\":[]}"),
            body(STORED, STORED),
            body(STORED, parameter("source", "valueString", "s3://bucket")),
            body(STORED, parameter("_format", "valueCode", "xml")),
            body(STORED, parameter("header", "valueBoolean", "true")),
            body(STORED, since("yesterday")),
            body(STORED.replace("viewReference", "viewReferenc")))) {
      assertThrows(InvalidInput.class, () -> call(wrong), wrong);
    }
    assertThrows(NotFound.class, () -> call(body(view("", "ViewDefinition/none"))));
    var broken = INLINE.replace("\"path\":\"id\"", "\"path\":\"id(\"");
    var error = assertThrows(Unprocessable.class, () -> call(body(STORED, broken)));
    assertEquals("view[1].select[0].column[0].path", error.place());
  }

  @Test
  void failsWithThePlaceWhenTheDataDoesNotFit() throws Exception {
    client.put("{\"resourceType\":\"Patient\",\"id\":\"c\",\"name\":[{\"given\":[\"x\",\"y\"]}]}");
    var view = PATIENTS.replace(",\"collection\":true", "").replace("name.family", "name.given");
    var location =
        export(
            "{\"name\":\"view\",\"part\":[{\"name\":\"viewResource\",\"resource\":" + view + "}]}");

    var error = assertThrows(Unprocessable.class, () -> run(location, n -> false, null));

    assertEquals("family", error.place());
    assertNotEquals("", error.publicDetail());
  }

  /** Ids in the rows of an export of the weights. */
  private List<String> weights(String... more) throws Exception {
    var location = export(Stream.concat(Stream.of(INLINE), Stream.of(more)).toArray(String[]::new));
    run(location, n -> false, null);
    var file = files(json(calls.get(clinic, location))).getFirst();
    return ViewClient.ids(text(calls.get(clinic, file)));
  }

  private String export(String... parameters) {
    return TestCalls.location(call(body(parameters)));
  }

  private OperationAnswer call(String body) {
    return call(clinic, body);
  }

  private OperationAnswer call(Caller caller, String body) {
    return calls.call(
        caller,
        Method.POST,
        EXPORT,
        "application/fhir+json",
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static String body(String... parameters) {
    return "{\"resourceType\":\"Parameters\",\"parameter\":[" + String.join(",", parameters) + "]}";
  }

  private static String view(String name, String reference) {
    return "{\"name\":\"view\",\"part\":["
        + (name.isEmpty() ? "" : parameter("name", "valueString", name) + ",")
        + "{\"name\":\"viewReference\",\"valueReference\":{\"reference\":\"%s\"}}]}"
            .formatted(reference);
  }

  private static String since(String moment) {
    return parameter("_since", "valueInstant", moment);
  }

  private static String parameter(String name, String type, String value) {
    return "{\"name\":\"%s\",\"%s\":\"%s\"}".formatted(name, type, value);
  }

  /** What a worker does with the job. */
  private void run(String location, IntPredicate dies, byte @Nullable [] checkpoint)
      throws Exception {
    succeed(location, job.run(attempt(location, dies, checkpoint)));
  }

  private TestJob attempt(String location, IntPredicate dies, byte @Nullable [] checkpoint)
      throws SQLException {
    return new TestJob(id(location), clinic, params(clinic, location), dies, checkpoint);
  }

  private ViewExportJob inSmallParts() {
    var config =
        new BulkConfig() {
          @Override
          public MemorySize partSize() {
            return new MemorySize(BigInteger.ONE);
          }

          @Override
          public MemorySize largestImport() {
            return partSize();
          }

          @Override
          public Duration keep() {
            return Duration.ofDays(1);
          }

          @Override
          public int batchLines() {
            return 1;
          }

          @Override
          public OptionalInt threads() {
            return OptionalInt.empty();
          }
        };
    return new ViewExportJob(patients, numbers, reader, runs, transactions, files, config);
  }

  private JsonNode params(Caller caller, String location) throws SQLException {
    var json =
        transactions.call(
            caller,
            () -> {
              try (Connection connection = dataSource.getConnection();
                  PreparedStatement query =
                      connection.prepareStatement("select params from job where id = ?::uuid")) {
                query.setString(1, uuid(location));
                var row = query.executeQuery();
                row.next();
                return row.getString(1);
              }
            });
    return Json.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /** What the queue does with a result. */
  private void succeed(String location, String result) {
    transactions.call(
        clinic,
        () -> {
          try (Connection connection = dataSource.getConnection();
              PreparedStatement update =
                  connection.prepareStatement(
                      "update job set state = 'SUCCEEDED', result = ?::jsonb, finished_at = now()"
                          + " where id = ?::uuid")) {
            update.setString(1, result);
            update.setString(2, uuid(location));
            return update.executeUpdate();
          }
        });
  }

  private static String id(String location) {
    return location.substring(location.indexOf('=') + 1);
  }

  private static String uuid(String location) {
    var id = id(location);
    return id.substring(id.length() - 36);
  }

  private static String value(JsonNode parameters, String name) {
    for (var one : parameters.path("parameter")) {
      if (one.path("name").asText().equals(name)) {
        return Parameters.valueOf(one).orElseThrow().asText();
      }
    }
    throw new AssertionError("no " + name + " in " + parameters);
  }

  private static List<String> outputs(JsonNode done) {
    return parts(done, "name");
  }

  /** Addresses of the files, below the base. */
  private static List<String> files(JsonNode done) {
    return parts(done, "location").stream()
        .map(url -> url.substring(TestCalls.BASE.length() + 1))
        .toList();
  }

  private static List<String> parts(JsonNode done, String name) {
    var values = new ArrayList<String>();
    for (var output : done.path("parameter")) {
      for (var part : output.path("part")) {
        if (part.path("name").asText().equals(name)) {
          values.add(Parameters.valueOf(part).orElseThrow().asText());
        }
      }
    }
    return values;
  }
}
