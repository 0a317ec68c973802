package io.salus.records.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.proto.records.v1.CreateResponse;
import io.salus.records.store.Json;
import io.salus.service.errors.ErrorCategory;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class WritesIT {
  @TestHTTPResource("/")
  URI address;

  @Test
  void readsWhatItWroteDigitByDigit() {
    try (TestFhir fhir = TestFhir.admin(address, "digits")) {
      String patient = fhir.create("Patient", Samples.patient("Ash", "1980-02-03", "1")).getId();
      CreateResponse made =
          fhir.create(
              "Observation",
              Samples.observation("Patient/" + patient, "8867-4", "2024-05-01T10:00:00+02:00"));

      JsonNode read = fhir.read("Observation", made.getId());

      assertEquals(made.getId(), read.path("id").asText());
      assertEquals("1", read.at("/meta/versionId").asText());
      assertEquals("1.50", read.at("/valueQuantity/value").decimalValue().toString());
      assertEquals("2024-05-01T10:00:00+02:00", read.path("effectiveDateTime").asText());
      assertEquals(read, Json.parse(made.getResource().toByteArray()));
    }
  }

  @Test
  void keepsEveryVersionAndAnswersGoneAfterADelete() {
    try (TestFhir fhir = TestFhir.admin(address, "versions")) {
      ObjectNode patient =
          Json.parse(Samples.patient("Ash", "1980-02-03", "1").getBytes(StandardCharsets.UTF_8));
      patient.put("id", "p1");
      assertTrue(fhir.update("Patient", "p1", patient.toString(), 0).getCreated());
      patient.put("gender", "male");
      assertEquals(2, fhir.update("Patient", "p1", patient.toString(), 1).getVersion());
      assertEquals(3, fhir.delete("Patient", "p1"));
      assertEquals(0, fhir.delete("Patient", "p1"));

      assertEquals(ErrorCategory.GONE, TestFhir.error(() -> fhir.read("Patient", "p1")).category());
      assertEquals("female", fhir.readVersion("Patient", "p1", 1).path("gender").asText());
      assertEquals("male", fhir.readVersion("Patient", "p1", 2).path("gender").asText());
      assertEquals(
          ErrorCategory.GONE,
          TestFhir.error(() -> fhir.readVersion("Patient", "p1", 3)).category());
      JsonNode history = fhir.history("Patient", "p1").path("entry");
      assertEquals(3, history.size());
      assertEquals("DELETE", history.at("/0/request/method").asText());
      assertEquals(List.of(), fhir.ids("Patient", "gender=male"));
      assertEquals(4, fhir.update("Patient", "p1", patient.toString(), 0).getVersion());
      assertEquals(List.of("p1"), fhir.ids("Patient", "gender=male"));
    }
  }

  @Test
  void makesOneResourceOfManyRacingConditionalCreates() throws Exception {
    try (TestFhir fhir = TestFhir.admin(address, "racing-creates")) {
      List<CreateResponse> answers =
          race(
              64,
              () ->
                  fhir.createIfNone(
                      "Practitioner",
                      Samples.practitioner("7"),
                      "identifier=http://hl7.org/fhir/sid/us-npi|7"));

      Set<String> ids = new HashSet<>();
      answers.forEach(answer -> ids.add(answer.getId()));
      assertEquals(1, ids.size());
      assertEquals(1, answers.stream().filter(CreateResponse::getCreated).count());
      assertEquals(1, fhir.ids("Practitioner", "identifier=7").size());
    }
  }

  @Test
  void letsOneOfManyRacingUpdatesWin() throws Exception {
    try (TestFhir fhir = TestFhir.admin(address, "racing-updates")) {
      String id = fhir.create("Patient", Samples.patient("Ash", "1980-02-03", "1")).getId();
      String next = fhir.read("Patient", id).toString();

      List<String> answers =
          race(
              16,
              () -> {
                try {
                  return "version " + fhir.update("Patient", id, next, 1).getVersion();
                } catch (io.grpc.StatusRuntimeException e) {
                  return io.salus.service.errors.GrpcErrors.fromStatus(e).code();
                }
              });

      assertEquals(1, answers.stream().filter("version 2"::equals).count());
      assertEquals(15, answers.stream().filter("conflict"::equals).count());
    }
  }

  @Test
  void saysWhereAnInvalidResourceIsWrong() {
    try (TestFhir fhir = TestFhir.admin(address, "invalid")) {
      var bad =
          TestFhir.error(
              () -> fhir.create("Patient", "{\"resourceType\":\"Patient\",\"gender\":\"blue\"}"));
      assertEquals(ErrorCategory.INVALID_INPUT, bad.category());
      assertEquals("Patient.gender", bad.place());
      assertFalse(bad.publicDetail().contains("blue"));
      assertEquals(
          ErrorCategory.INVALID_INPUT,
          TestFhir.error(() -> fhir.create("Patient", "{\"a\":")).category());
      assertEquals(
          ErrorCategory.NOT_FOUND, TestFhir.error(() -> fhir.create("Nothing", "{}")).category());
      var broken =
          TestFhir.error(
              () -> fhir.create("Observation", Samples.observation("Patient/none", "1-1", "2024")));
      assertEquals(ErrorCategory.UNPROCESSABLE, broken.category());
      assertEquals("Observation.subject.reference", broken.place());
    }
  }

  @Test
  void leavesBookingsToTheSchedulingService() {
    try (TestFhir fhir = TestFhir.admin(address, "booking")) {
      var refused =
          TestFhir.error(
              () ->
                  fhir.create(
                      "Schedule",
                      "{\"resourceType\":\"Schedule\",\"actor\":[{\"display\":\"x\"}]}"));
      assertEquals(ErrorCategory.UNPROCESSABLE, refused.category());
      assertTrue(refused.publicDetail().contains("/scheduling"));
    }
  }

  @Test
  void needsTheScopeOfTheInteraction() {
    try (TestFhir fhir = new TestFhir(address, TestTokens.scoped("scopes", "user/Patient.rs"))) {
      assertEquals(List.of(), fhir.ids("Patient", ""));
      assertEquals(
          ErrorCategory.FORBIDDEN,
          TestFhir.error(() -> fhir.create("Patient", Samples.patient("Ash", "1980", "1")))
              .category());
      assertEquals(
          ErrorCategory.FORBIDDEN, TestFhir.error(() -> fhir.search("Observation", "")).category());
    }
  }

  private static <T> List<T> race(int racers, Callable<T> call) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < racers; i++) {
        running.add(threads.submit(call));
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> one : running) {
        answers.add(one.get());
      }
      return answers;
    }
  }
}
