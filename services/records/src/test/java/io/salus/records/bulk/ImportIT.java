package io.salus.records.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.records.operation.Intake;
import io.salus.records.operation.Method;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import io.salus.service.storage.ObjectStore;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class ImportIT {
  @Inject TestCalls calls;
  @Inject ImportJob imports;
  @Inject BulkFiles files;
  @Inject ObjectStore objects;
  @Inject ResourceStore store;
  @Inject DataSource dataSource;

  @Test
  void bringsInWhatIsFoundAsIfWrittenOneByOne() throws Exception {
    Caller written = TestCalls.clinic("import-written");
    Caller imported = TestCalls.clinic("import-imported");
    List<String> lines =
        List.of(
            observation("o1", "ann", "72.5"),
            patient("ann", "Ash"),
            patient("bob", "Öz"),
            observation("o2", "bob", "80"));
    calls.put(written, lines.toArray(String[]::new));

    JsonNode result = run(job(imported, lines));

    assertEquals(4, result.path("created").asInt());
    assertEquals(0, result.path("failed").asInt());
    assertEquals(
        read(written, "Observation", "o1").version(),
        read(imported, "Observation", "o1").version());
    assertEquals(index("import-written"), index("import-imported"));
    assertEquals(5, everything(imported, "ann") + everything(imported, "bob") + 1);
  }

  @Test
  void aFileMayReferToALaterOne() throws Exception {
    Caller clinic = TestCalls.clinic("import-forward");

    run(job(clinic, List.of(observation("o1", "ann", "1")), List.of(patient("ann", "Ash"))));

    assertEquals(2, everything(clinic, "ann"));
    assertEquals(1, read(clinic, "Patient", "ann").version());
  }

  @Test
  void aReferenceToWhatIsJustBeingWrittenFindsIt() throws Exception {
    Caller clinic = TestCalls.clinic("import-race");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      lines.add(observation("o" + i, "p" + i, "1"));
    }
    TestJob job = job(clinic, lines);

    try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
      var written =
          writer.submit(
              () -> {
                for (int i = 0; i < 60; i++) {
                  calls.put(clinic, patient("p" + i, "Ash"));
                }
              });
      run(job);
      written.get();
    }

    for (int i = 0; i < 60; i++) {
      assertEquals(2, everything(clinic, "p" + i), "p" + i);
    }
  }

  @Test
  void refusedLinesAreSaidAndTheRestGoesIn() throws Exception {
    Caller clinic = TestCalls.clinic("import-refused");
    TestJob job =
        job(
            clinic,
            List.of(
                patient("ann", "Ash"),
                "{\"resourceType\":\"Patient\",\"id\":\"bad\",\"gender\":\"unheard-of\"}",
                "no json",
                "",
                "{\"resourceType\":\"Nothing\",\"id\":\"x\"}",
                "{\"resourceType\":\"Slot\",\"id\":\"x\"}",
                observation("o1", "ann", "1")));

    JsonNode result = run(job);

    assertEquals(2, result.path("created").asInt());
    assertEquals(4, result.path("failed").asInt());
    List<JsonNode> errors = errors(clinic, job);
    assertEquals(4, errors.size());
    assertEquals("Patient.gender", errors.getFirst().at("/issue/0/expression/0").asText());
    assertTrue(errors.getFirst().at("/issue/0/diagnostics").asText().startsWith("Input 1, line 2"));
    assertTrue(!errors.toString().contains("unheard-of"));
  }

  @Test
  void scopesHoldForEachLine() throws Exception {
    Caller few = new Caller("import-scopes", "tester", Set.of("system/Patient.cruds"), null, null);
    TestJob job = job(few, List.of(patient("ann", "Ash"), observation("o1", "ann", "1")));

    JsonNode result = run(job);

    assertEquals(1, result.path("created").asInt());
    assertEquals("forbidden", errors(few, job).getFirst().at("/issue/0/code").asText());
  }

  @Test
  void whatIsThereIsUpdatedOrLeftAlone() throws Exception {
    Caller clinic = TestCalls.clinic("import-again");
    run(job(clinic, List.of(patient("ann", "Ash"), patient("bob", "Oak"))));

    JsonNode result =
        run(
            job(
                clinic,
                List.of(patient("ann", "Ash"), patient("bob", "Elm"), patient("bob", "Fir"))));

    assertEquals(0, result.path("created").asInt());
    assertEquals(2, result.path("updated").asInt());
    assertEquals(1, result.path("unchanged").asInt());
    assertEquals(1, read(clinic, "Patient", "ann").version());
    assertEquals(3, read(clinic, "Patient", "bob").version());
    assertTrue(text(read(clinic, "Patient", "bob")).contains("Fir"));
  }

  @Test
  void aKilledImportGoesOnWithoutDoingAnythingTwice() throws Exception {
    Caller clinic = TestCalls.clinic("import-killed");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      lines.add(patient("p" + i, "Name" + i));
      // Each refers to a patient of another batch, before or behind.
      lines.add(observation("o" + i, "p" + (i * 7919L % 1500), "1"));
    }
    lines.set(30, "no json");
    TestJob job = job(clinic, lines).dyingAfter(0);
    assertThrows(TestJob.Killed.class, () -> imports.run(job));

    JsonNode result = run(job.again());

    assertEquals(2999, result.path("created").asInt() + result.path("unchanged").asInt());
    assertEquals(0, result.path("updated").asInt());
    assertEquals(1, errors(clinic, job).size());
    assertEquals(1, read(clinic, "Patient", "p1499").version());
    try (Connection connection = dataSource.getConnection();
        Statement sql = connection.createStatement();
        ResultSet row =
            sql.executeQuery(
                "select count(*), count(*) filter (where cardinality(links) = 1) from"
                    + " resource_index where tenant = 'import-killed' and kind <> 0")) {
      row.next();
      assertEquals(2999, row.getInt(1));
      assertEquals(1500, row.getInt(2), "every reference found its patient");
    }
  }

  @Test
  void theOperationKeepsTheFileAndStartsAJob() throws Exception {
    Caller clinic = TestCalls.clinic("import-operation");

    Intake intake = intake(clinic);
    // In pieces that end anywhere.
    for (byte b : (patient("ann", "Ash") + "\n" + patient("bob", "Oak")).getBytes(UTF_8)) {
      intake.add(new byte[] {b});
    }
    OperationAnswer answer = intake.finish();

    assertEquals(202, answer.status());
    String location = TestCalls.location(answer);
    assertTrue(location.startsWith("$bulk-status?job=records-"));
    TestJob job = calls.job(clinic, location.substring(location.indexOf('=') + 1));
    assertEquals(1, files.of(clinic, job.jobId()).size());
    assertEquals(2, run(job).path("created").asInt());
    assertEquals(List.of(), files.of(clinic, job.jobId()), "nobody needs it any more");
    assertThrows(NoSuchFileException.class, () -> objects.open(input(job)));
  }

  @Test
  void aCancelledImportLeavesNoFile() throws Exception {
    Caller clinic = TestCalls.clinic("import-cancelled");
    Intake intake = intake(clinic);
    intake.add(patient("ann", "Ash").getBytes(UTF_8));
    String location = TestCalls.location(intake.finish());
    TestJob job = calls.job(clinic, location.substring(location.indexOf('=') + 1));
    objects.open(input(job)).close();

    calls.call(clinic, Method.DELETE, location, "", new byte[0]);

    assertThrows(NoSuchFileException.class, () -> objects.open(input(job)));
    assertEquals(List.of(), files.of(clinic, job.jobId()));
  }

  private static String input(TestJob job) {
    return BulkFiles.inputKey(job.params().at("/inputs/0/name").asText());
  }

  @Test
  void aDroppedUploadLeavesNoFile() throws IOException {
    Intake intake = intake(TestCalls.clinic("import-dropped"));
    intake.add(new byte[100]);
    long before = drafts();

    intake.drop();

    assertEquals(before - 1, drafts());
  }

  @Test
  void takesNdjsonOfWhoMaySeeAll() {
    Caller clinic = TestCalls.clinic("import-operation");

    assertThrows(
        InvalidInput.class,
        () -> calls.call(clinic, Method.POST, "$import", "text/csv", new byte[] {'x'}));
    assertThrows(Forbidden.class, () -> intake(TestCalls.patient("import-operation", "ann")));
  }

  private Intake intake(Caller caller) {
    return calls.intake(caller, "$import", "application/fhir+ndjson; charset=utf-8").orElseThrow();
  }

  private long drafts() throws IOException {
    Path one = objects.draft();
    Files.delete(one);
    try (Stream<Path> all = Files.list(Objects.requireNonNull(one.getParent()))) {
      return all.count();
    }
  }

  @SafeVarargs
  private TestJob job(Caller caller, List<String>... inputs) throws IOException {
    List<ImportOrder.Input> stored = new ArrayList<>();
    for (List<String> lines : inputs) {
      Path draft = objects.draft();
      Files.writeString(draft, String.join("\n", lines));
      var input = new ImportOrder.Input(UUID.randomUUID() + ".ndjson", Files.size(draft));
      files.keepInput(caller, input.name(), input.bytes(), draft);
      stored.add(input);
    }
    Map<String, ?> params = new ImportOrder(TestCalls.BASE, stored).toParams();
    return new TestJob("records-" + UUID.randomUUID(), caller, params);
  }

  private JsonNode run(TestJob job) throws Exception {
    return Json.parse(imports.run(job).getBytes(StandardCharsets.UTF_8));
  }

  private List<JsonNode> errors(Caller caller, TestJob job) throws IOException {
    List<JsonNode> errors = new ArrayList<>();
    for (BulkFile file : files.of(caller, job.jobId())) {
      try (InputStream in = files.open(job.jobId(), file)) {
        for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
          errors.add(Json.parse(line.getBytes(StandardCharsets.UTF_8)));
        }
      }
    }
    return errors;
  }

  /** How much there is in the index, and of what shape. */
  private String index(String tenant) throws Exception {
    try (Connection connection = dataSource.getConnection();
        Statement sql = connection.createStatement();
        ResultSet row =
            sql.executeQuery(
                "select string_agg(x, ';' order by x) from (select concat_ws(',',"
                    + " cardinality(tokens), patients, cardinality(links), cardinality(ranges)) as"
                    + " x from resource_index where tenant = '"
                    + tenant
                    + "') s")) {
      row.next();
      return row.getString(1) + count(connection, "resource_range", tenant);
    }
  }

  private static int count(Connection connection, String table, String tenant) throws Exception {
    try (Statement sql = connection.createStatement();
        ResultSet row =
            sql.executeQuery(
                "select count(*) from " + table + " where tenant = '" + tenant + "'")) {
      row.next();
      return row.getInt(1);
    }
  }

  private int everything(Caller caller, String patient) {
    return TestCalls.json(calls.get(caller, "Patient/" + patient + "/$everything"))
        .path("entry")
        .size();
  }

  private StoredVersion read(Caller caller, String type, String id) {
    Optional<StoredVersion> found = store.read(caller, type, id).await().indefinitely();
    return found.orElseThrow();
  }

  private static String text(StoredVersion version) {
    return new String(version.json(), StandardCharsets.UTF_8);
  }

  private static String patient(String id, String family) {
    return "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"name\":[{\"family\":\"%s\"}],\"birthDate\":\"1980-02-03\"}"
        .formatted(id, family);
  }

  private static String observation(String id, String patient, String value) {
    return ("{\"resourceType\":\"Observation\",\"id\":\"%s\",\"status\":\"final\",\"code\":{\"coding\":[{\"system\":"
            + "\"http://loinc.org\",\"code\":\"29463-7\",\"display\":\"Weight\"}]},\"subject\":{\"reference\":\"Patient/%s\"},"
            + "\"effectiveDateTime\":\"2024-05-05\",\"valueQuantity\":{\"value\":%s,\"unit\":\"kg\"}}")
        .formatted(id, patient, value);
  }
}
