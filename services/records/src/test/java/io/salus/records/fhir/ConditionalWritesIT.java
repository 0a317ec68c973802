package io.salus.records.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.service.errors.AppException;
import io.salus.service.errors.ErrorCategory;
import io.salus.service.errors.GrpcErrors;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class ConditionalWritesIT {
  private static final String ONE = "identifier=urn:mrn|1";
  private static final String MALE =
      "[{\"op\":\"replace\",\"path\":\"/gender\",\"value\":\"male\"}]";

  @TestHTTPResource("/")
  URI address;

  @Test
  void updatesTheOneMatchOrCreates() {
    try (TestFhir fhir = TestFhir.admin(address, "update-where")) {
      var made = fhir.updateWhere("Patient", ONE, Samples.patient("Ash", "1980", "1"));
      assertTrue(made.getCreated());
      var changed = fhir.updateWhere("Patient", ONE, Samples.patient("Oak", "1980", "1"));
      assertFalse(changed.getCreated());
      assertEquals(made.getId(), changed.getId());
      assertEquals(2, changed.getVersion());

      // With an id: it must be the match's, and is taken when nothing matches.
      assertEquals(
          ErrorCategory.INVALID_INPUT,
          error(() -> fhir.updateWhere("Patient", ONE, named("other", "1"))).category());
      assertEquals(3, fhir.updateWhere("Patient", ONE, named(made.getId(), "1")).getVersion());
      assertEquals(
          "mine", fhir.updateWhere("Patient", "identifier=urn:mrn|2", named("mine", "2")).getId());
      assertEquals(
          ErrorCategory.CONFLICT,
          error(() -> fhir.updateWhere("Patient", "identifier=urn:mrn|3", named("mine", "3")))
              .category());

      var unused = fhir.create("Patient", Samples.patient("Elm", "1980", "1"));
      assertEquals(
          ErrorCategory.PRECONDITION_FAILED,
          error(() -> fhir.updateWhere("Patient", ONE, Samples.patient("Ash", "1980", "1")))
              .category());
    }
  }

  @Test
  void deletesTheOneMatch() {
    try (TestFhir fhir = TestFhir.admin(address, "delete-where")) {
      assertEquals(0, fhir.deleteWhere("Patient", ONE));
      String id = fhir.create("Patient", Samples.patient("Ash", "1980", "1")).getId();
      assertEquals(2, fhir.deleteWhere("Patient", ONE));
      assertEquals(ErrorCategory.GONE, error(() -> fhir.read("Patient", id)).category());

      for (int i = 0; i < 2; i++) {
        var unused = fhir.create("Patient", Samples.patient("Ash", "1980", "1"));
      }
      assertEquals(
          ErrorCategory.PRECONDITION_FAILED,
          error(() -> fhir.deleteWhere("Patient", ONE)).category());
      assertEquals(2, fhir.ids("Patient", ONE).size());
    }
  }

  @Test
  void patchesWhatIsThere() {
    try (TestFhir fhir = TestFhir.admin(address, "patch")) {
      String id = fhir.create("Patient", Samples.patient("Ash", "1980", "1")).getId();
      String fhirPath =
          """
          {"resourceType":"Parameters","parameter":[{"name":"operation","part":[
            {"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient"},
            {"name":"name","valueString":"active"},{"name":"value","valueBoolean":true}]}]}\
          """;

      assertEquals("male", fhir.patch("Patient", id, MALE, 1).path("gender").asText());
      assertTrue(fhir.patch("Patient", id, fhirPath, 0).path("active").asBoolean());
      assertEquals(4, fhir.patchWhere("Patient", ONE, MALE).getVersion());
      assertEquals(List.of(id), fhir.ids("Patient", "gender=male"));
      assertEquals("PATCH", fhir.history("Patient", id).at("/entry/0/request/method").asText());

      assertEquals(
          ErrorCategory.CONFLICT, error(() -> fhir.patch("Patient", id, MALE, 1)).category());
      assertEquals(
          ErrorCategory.NOT_FOUND, error(() -> fhir.patch("Patient", "none", MALE, 0)).category());
      assertEquals(
          ErrorCategory.NOT_FOUND,
          error(() -> fhir.patchWhere("Patient", "identifier=none", MALE)).category());
      AppException invalid =
          error(() -> fhir.patch("Patient", id, MALE.replace("\"male\"", "\"blue\""), 0));
      assertEquals("Patient.gender", invalid.place());
      for (String bad : List.of(MALE.replace("gender", "id"), MALE.replace("gender", "nothing"))) {
        assertEquals(
            ErrorCategory.UNPROCESSABLE, error(() -> fhir.patch("Patient", id, bad, 0)).category());
      }
      try (TestFhir reader = new TestFhir(address, TestTokens.scoped("patch", "user/*.rs"))) {
        assertEquals(
            ErrorCategory.FORBIDDEN, error(() -> reader.patch("Patient", id, MALE, 0)).category());
      }
      try (TestFhir stranger = TestFhir.admin(address, "patch-other-tenant")) {
        assertEquals(
            ErrorCategory.NOT_FOUND,
            error(() -> stranger.patch("Patient", id, MALE, 0)).category());
      }
    }
  }

  @Test
  void racingPatchesAllCountAndOneOfRacingCreatesWins() throws Exception {
    try (TestFhir fhir = TestFhir.admin(address, "patch-race");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      String id = fhir.create("Patient", Samples.patient("Ash", "1980", "1")).getId();
      String add = "[{\"op\":\"add\",\"path\":\"/name/0/given/-\",\"value\":\"Eva\"}]";
      List<Future<String>> running = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        running.add(threads.submit(() -> fhir.patch("Patient", id, add, 0).toString()));
      }
      List<Future<String>> creating = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        creating.add(
            threads.submit(
                () -> {
                  try {
                    return "version "
                        + fhir.createAs("Patient", "once", named("once", "5")).getVersion();
                  } catch (io.grpc.StatusRuntimeException e) {
                    return GrpcErrors.fromStatus(e).code();
                  }
                }));
      }
      for (Future<String> one : running) {
        var unused = one.get();
      }
      List<String> created = new ArrayList<>();
      for (Future<String> one : creating) {
        created.add(one.get());
      }

      JsonNode patched = fhir.read("Patient", id);
      assertEquals(9, patched.at("/name/0/given").size());
      assertEquals("9", patched.at("/meta/versionId").asText());
      assertEquals(1, created.stream().filter("version 1"::equals).count(), created.toString());
      assertEquals(7, created.stream().filter("precondition-failed"::equals).count());
    }
  }

  @Test
  void takesAnySearchAsCondition() {
    try (TestFhir fhir = TestFhir.admin(address, "any-condition")) {
      String ash = fhir.create("Patient", Samples.patient("Ash", "1980-05", "1")).getId();
      String first = Samples.observation("Patient/" + ash, "8867-4", "2024-01-10");
      String either = "patient=" + ash + "&code=8867-4,29463-7&date=ge2024";
      String made = fhir.createIfNone("Observation", first, either).getId();
      assertEquals(made, fhir.createIfNone("Observation", first, either).getId());
      String chained = "subject:Patient.family=ash&value-quantity=gt1";
      assertEquals(2, fhir.updateWhere("Observation", chained, first).getVersion());
      assertEquals(
          ash,
          fhir.createIfNone(
                  "Patient",
                  Samples.patient("Oak", "1990", "9"),
                  "_has:Observation:patient:code=8867-4")
              .getId());

      JsonNode answer =
          fhir.submit(
              Samples.bundle(
                  "transaction",
                  Samples.post("urn:uuid:1", "Patient", Samples.patient("Elm", "1970", "3")),
                  Samples.post(
                      "urn:uuid:2",
                      "Observation",
                      Samples.observation("Patient?family=elm&birthdate=1970", "1-1", "2024")),
                  Samples.post(
                      "urn:uuid:3",
                      "Observation",
                      Samples.observation("Patient?family=ash&gender=female", "1-1", "2024"))));
      assertEquals("transaction-response", answer.path("type").asText());
      assertEquals(1, fhir.ids("Observation", "subject.family=elm").size());
      assertEquals(2, fhir.ids("Observation", "patient=" + ash).size());
      assertEquals(3, fhir.deleteWhere("Observation", either));
      for (String refused :
          List.of("name=ash&_sort=name", "_count=1", "shoe-size=9", "", "gender:in=http://x")) {
        assertEquals(
            ErrorCategory.INVALID_INPUT,
            error(() -> fhir.deleteWhere("Patient", refused)).category(),
            refused);
      }
    }
  }

  @Test
  void oneOfRacingCreatesUnderARangeWins() throws Exception {
    try (TestFhir fhir = TestFhir.admin(address, "condition-race");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> running = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        String patient = Samples.patient("Ash", "1980-05-0" + (i % 9 + 1), "n" + i);
        running.add(
            threads.submit(
                () -> fhir.createIfNone("Patient", patient, "family=ash&birthdate=1980").getId()));
      }
      List<String> ids = new ArrayList<>();
      for (Future<String> one : running) {
        ids.add(one.get());
      }
      assertEquals(1, ids.stream().distinct().count(), ids.toString());
    }
  }

  private static String named(String id, String identifier) {
    return Samples.patient("Ash", "1980", identifier)
        .replaceFirst("\\{", "{\"id\":\"" + id + "\",");
  }

  private static AppException error(org.junit.jupiter.api.function.Executable call) {
    return TestFhir.error(call);
  }
}
