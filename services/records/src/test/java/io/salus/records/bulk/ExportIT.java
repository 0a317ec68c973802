package io.salus.records.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.jobs.Jobs;
import io.salus.records.operation.Method;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class ExportIT {
  @Inject TestCalls calls;
  @Inject Jobs jobs;
  @Inject ExportJob export;
  @Inject BulkFiles files;

  @Test
  void writesEveryResourceOnceByType() throws IOException {
    Caller clinic = clinic("export-all");

    TestJob job = job(clinic, "$export");
    export.run(job);

    assertEquals(
        Map.of(
            "Group/g", "1",
            "Observation/a", "1",
            "Observation/b", "1",
            "Patient/ann", "1",
            "Patient/bob", "1",
            "Practitioner/doc", "1"),
        exported(clinic, job));
  }

  @Test
  void isAsTheDataWasWhenItBegan() throws IOException {
    Caller clinic = clinic("export-moment");
    TestJob job = job(clinic, "$export?_type=Observation,Patient").dyingAfter(1);
    assertThrows(TestJob.Killed.class, () -> export.run(job));

    calls.put(
        clinic,
        observation("a", "ann").replace("final", "amended"),
        observation("c", "ann"),
        "{\"resourceType\":\"Patient\",\"id\":\"new\"}");
    calls.delete(clinic, "Observation/b");
    export.run(job.again());

    assertEquals(
        Map.of("Observation/a", "1", "Observation/b", "1", "Patient/ann", "1", "Patient/bob", "1"),
        exported(clinic, job));
  }

  @Test
  void anAttemptGoesOnWhereTheLastOneDied() throws IOException {
    Caller clinic = clinic("export-resume");
    TestJob job = job(clinic, "$export");

    for (int lives = 1; lives < 8; lives += 3) {
      job.again().dyingAfter(lives);
      assertThrows(TestJob.Killed.class, () -> export.run(job));
    }
    export.run(job.again());

    assertEquals(6, exported(clinic, job).size());
    long rows = files.of(clinic, job.jobId()).stream().mapToLong(BulkFile::resources).sum();
    assertEquals(6, rows, "nothing twice");
  }

  @Test
  void exportsTheMembersOfAGroupOnly() throws IOException {
    Caller clinic = clinic("export-group");

    TestJob job = job(clinic, "Group/g/$export");
    export.run(job);

    assertEquals(
        Map.of("Group/g", "1", "Observation/a", "1", "Patient/ann", "1"), exported(clinic, job));
  }

  @Test
  void sinceATimeSaysWhatWasDeletedToo() throws IOException {
    Caller clinic = clinic("export-since");
    calls.delete(clinic, "Observation/b");

    TestJob job = job(clinic, "$export?_since=2020-01-01T00:00:00Z&_type=Observation");
    export.run(job);

    assertEquals(Map.of("Observation/a", "1"), exported(clinic, job));
    BulkFile deleted = files.of(clinic, job.jobId()).getLast();
    assertEquals("deleted", deleted.purpose());
    assertTrue(read(job, deleted).contains("\"url\":\"Observation/b\""));
    TestJob later = job(clinic, "$export?_since=2999-01-01T00:00:00Z");
    export.run(later);
    assertEquals(Map.of(), exported(clinic, later));
  }

  @Test
  void holdsOfATypeWhatOneOfItsFiltersFinds() throws IOException {
    Caller clinic = clinic("export-filter");
    calls.put(clinic, observation("c", "ann").replace("final", "amended"));
    TestJob job =
        job(
                clinic,
                "$export?_type=Observation,Patient&_typeFilter=Observation%3Fstatus%3Damended,"
                    + "Observation%3Fsubject%3DPatient/bob")
            .dyingAfter(1);
    assertThrows(TestJob.Killed.class, () -> export.run(job));

    calls.put(clinic, observation("c", "ann"), observation("a", "bob"));
    export.run(job.again());

    assertEquals(
        Map.of("Observation/b", "1", "Observation/c", "1", "Patient/ann", "1", "Patient/bob", "1"),
        exported(clinic, job));
    assertTrue(files.of(clinic, job.jobId()).stream().noneMatch(BulkFile::isInput));
  }

  @Test
  void filtersWhatIsOfPatientsAndSinceATime() throws IOException {
    Caller clinic = clinic("export-filter-group");

    TestJob ofGroup = job(clinic, "Group/g/$export?_typeFilter=Observation%3Fstatus%3Dfinal");
    export.run(ofGroup);
    TestJob later =
        job(clinic, "$export?_since=2999-01-01T00:00:00Z&_typeFilter=Observation%3Fstatus%3Dfinal");
    export.run(later);

    assertEquals(
        Map.of("Group/g", "1", "Observation/a", "1", "Patient/ann", "1"),
        exported(clinic, ofGroup));
    assertEquals(Map.of(), exported(clinic, later));
  }

  @Test
  void theStatusBecomesTheManifestAndItsFilesAreRead() throws Exception {
    Caller clinic = clinic("export-status");
    OperationAnswer accepted = calls.get(clinic, "Patient/$export?_type=Patient");
    assertEquals(202, accepted.status());
    String location = TestCalls.location(accepted);
    OperationAnswer waiting = calls.get(clinic, location);
    assertEquals(202, waiting.status());
    assertTrue(waiting.headers().containsKey("X-Progress"));

    String id = location.substring(location.indexOf('=') + 1);
    TestJob job =
        new TestJob(
            id,
            clinic,
            Map.of("types", List.of("Patient"), "request", TestCalls.BASE + "/$export"));
    calls.succeed(clinic, id, export.run(job));
    JsonNode manifest = TestCalls.json(calls.get(clinic, location));

    assertEquals(2, manifest.at("/output/0/count").asInt());
    assertTrue(manifest.path("requiresAccessToken").asBoolean());
    String file = manifest.at("/output/0/url").asText().substring(TestCalls.BASE.length() + 1);
    assertEquals(2, TestCalls.text(calls.get(clinic, file)).lines().count());
    Caller colleague =
        new Caller("export-status", "colleague", Set.of("system/*.cruds"), null, null);
    assertThrows(NotFound.class, () -> calls.get(colleague, location));
    assertThrows(NotFound.class, () -> calls.get(colleague, file));
    assertThrows(NotFound.class, () -> calls.get(TestCalls.clinic("other"), file));
    Caller narrow = new Caller("export-status", "tester", Set.of("system/Group.rs"), null, null);
    assertThrows(Forbidden.class, () -> calls.get(narrow, file));

    assertEquals(202, calls.call(clinic, Method.DELETE, location, "", new byte[0]).status());
    assertThrows(NotFound.class, () -> calls.get(clinic, location));
    assertThrows(NotFound.class, () -> calls.get(clinic, file));
  }

  @Test
  void aJobThatIsCancelledIsGone() {
    Caller clinic = clinic("export-cancel");
    String location = TestCalls.location(calls.get(clinic, "$export"));

    assertEquals(202, calls.call(clinic, Method.DELETE, location, "", new byte[0]).status());

    assertThrows(NotFound.class, () -> calls.get(clinic, location));
  }

  @Test
  void refusesWhatItDoesNotDo() {
    Caller clinic = clinic("export-refused");

    for (String query :
        List.of(
            "_outputFormat=csv",
            "_type=Nothing",
            "_since=yesterday",
            "_typeFilter=Observation",
            "_typeFilter=Observation%3Fno-such%3D1",
            "_typeFilter=Observation%3F_count%3D1",
            "_typeFilter=Observation%3F_include%3DObservation:subject",
            "_type=Patient&_typeFilter=Observation%3Fstatus%3Dfinal",
            "includeAssociatedData=LatestProvenanceResources",
            "patient=Patient/1")) {
      assertThrows(InvalidInput.class, () -> calls.get(clinic, "$export?" + query), query);
    }
    assertThrows(
        Forbidden.class,
        () -> calls.get(TestCalls.patient("export-refused", "ann"), "Patient/$export"));
    assertThrows(NotFound.class, () -> calls.get(clinic, "Group/none/$export"));
    Caller few = new Caller("export-refused", "few", Set.of("system/Patient.rs"), null, null);
    assertThrows(Forbidden.class, () -> calls.get(few, "$export?_type=Observation"));
  }

  private Caller clinic(String tenant) {
    Caller clinic = TestCalls.clinic(tenant);
    calls.put(
        clinic,
        "{\"resourceType\":\"Patient\",\"id\":\"ann\"}",
        "{\"resourceType\":\"Patient\",\"id\":\"bob\"}",
        "{\"resourceType\":\"Practitioner\",\"id\":\"doc\"}",
        observation("a", "ann"),
        observation("b", "bob"),
        "{\"resourceType\":\"Group\",\"id\":\"g\",\"type\":\"person\",\"actual\":true,\"member\":["
            + "{\"entity\":{\"reference\":\"Patient/ann\"}},"
            + "{\"inactive\":true,\"entity\":{\"reference\":\"Patient/bob\"}}]}");
    return clinic;
  }

  private static String observation(String id, String patient) {
    return """
    {"resourceType":"Observation","id":"%s","status":"final","code":{"text":"weight"},
     "subject":{"reference":"Patient/%s"}}\
    """
        .formatted(id, patient);
  }

  /** A job as the operation starts it. */
  private TestJob job(Caller caller, String address) {
    String location = TestCalls.location(calls.get(caller, address));
    String id = location.substring(location.indexOf('=') + 1);
    return calls.job(caller, id);
  }

  /** Version by reference, of all output files. */
  private Map<String, String> exported(Caller caller, TestJob job) throws IOException {
    Map<String, String> versions = new TreeMap<>();
    for (BulkFile file : files.of(caller, job.jobId())) {
      if (file.purpose().equals("output")) {
        for (String line : read(job, file).lines().toList()) {
          JsonNode resource = Json.parse(line.getBytes(StandardCharsets.UTF_8));
          assertEquals(file.type(), resource.path("resourceType").asText());
          versions.put(
              file.type() + "/" + resource.path("id").asText(),
              resource.at("/meta/versionId").asText());
        }
      }
    }
    return versions;
  }

  private String read(TestJob job, BulkFile file) throws IOException {
    try (InputStream in = files.open(job.jobId(), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
