package io.salus.system;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The story of the demo for a few patients, over HTTP, through the packaged artefacts, while a
 * service, PostgreSQL and a worker in the middle of its job are killed. What is checked afterwards
 * is what acknowledged writes and jobs promise.
 */
@ExtendWith(PlayedOnce.class)
class StoryIT {
  private final Story played;
  private final JsonNode story;

  StoryIT(Story played) {
    this.played = played;
    this.story = played.told();
  }

  @Test
  void theStackSurvivesKillsInTheMiddle() {
    assertEquals(List.of("records", "postgres", "inference-worker"), played.killed(), played::said);
  }

  @Test
  void everyAcknowledgedPatientIsThereOnce() throws Exception {
    for (Path bundle : played.population().patientBundles()) {
      JsonNode identifier = Population.patient(Population.read(bundle)).path("identifier").path(0);
      JsonNode found =
          get(
              "/fhir/Patient?identifier={identifier}",
              identifier.path("system").asText() + "|" + identifier.path("value").asText());
      assertEquals(1, found.path("entry").size(), "patients found for one bundle");
    }
  }

  @Test
  void noTransactionIsHalfThere() throws Exception {
    for (Path file : played.population().patientBundles().subList(0, 4)) {
      JsonNode bundle = Population.read(file);
      JsonNode identifier = Population.patient(bundle).path("identifier").path(0);
      String patient =
          get(
                  "/fhir/Patient?identifier={identifier}",
                  identifier.path("system").asText() + "|" + identifier.path("value").asText())
              .path("entry")
              .path(0)
              .path("resource")
              .path("id")
              .asText();
      for (String type : List.of("Condition", "Encounter", "Immunization", "MedicationRequest")) {
        assertEquals(
            Population.count(bundle, type), countAll(type, patient), type + " of one patient");
      }
    }
  }

  @Test
  void theKilledJobWasFinishedByAnotherWorker() {
    JsonNode job = get("/jobs/{id}", story.path("steps").path("model").path("job").asText());
    assertTrue(job.path("state").asText().equalsIgnoreCase("succeeded"), job::toString);
    assertTrue(job.path("attempts").asInt() >= 2, job::toString);
  }

  @Test
  void theStoryHasItsFiguresAndItsReports() {
    JsonNode steps = story.path("steps");
    assertTrue(steps.path("records").path("import").path("resources").asLong() > 1000);
    assertFalse(steps.path("model").path("verdict").asText().isEmpty());
    assertTrue(steps.path("prediction").path("replay").path("identical").asBoolean());
    assertEquals(
        steps.path("prediction").path("highest").path("probability").asDouble(),
        steps.path("prediction").path("tensor_probability").asDouble(),
        1e-9,
        "a tensor and a chart with the same values");
    assertEquals(409, steps.path("visit").path("second_booking").asInt());
    for (String file : List.of("index.html", "model-report.html")) {
      assertTrue(Files.isRegularFile(played.report(file)), file);
    }
    for (String generator : List.of("gan", "vae")) {
      // Twelve patients may be too few to learn a population from; then the story says so.
      boolean told =
          steps.path("synthetic").path(generator).path("refused").asText().contains("rows");
      assertTrue(told || Files.isRegularFile(played.report(generator + "/report.html")), generator);
    }
  }

  @Test
  void aCallWithoutATokenIsRefused() {
    given().get(played.gateway() + "/fhir/Patient").then().statusCode(401);
    given().get(played.gateway() + "/models").then().statusCode(401);
    given().get(played.gateway() + "/jobs").then().statusCode(401);
  }

  @Test
  void aTokenThatSaysTooLittleIsRefused() throws Exception {
    String narrow = played.token("demo", "--scope", "user/Observation.rs");
    given().auth().oauth2(narrow).get(played.gateway() + "/fhir/Patient").then().statusCode(403);
    given().auth().oauth2(narrow).get(played.gateway() + "/models").then().statusCode(403);
  }

  @Test
  void anotherTenantSeesNothing() throws Exception {
    String other = played.token("elsewhere");
    var found =
        given()
            .auth()
            .oauth2(other)
            .get(played.gateway() + "/fhir/Patient")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    assertTrue(SalusCommand.JSON.readTree(found).path("entry").isEmpty());
  }

  @Test
  void logsHoldNoNamesAndNoIdentifiers() throws Exception {
    Set<String> telling = played.population().tellingWords();
    assertTrue(telling.size() > 50, "words to look for");
    try (var logs = Files.list(played.salus().home().resolve("logs"))) {
      for (Path log : logs.toList()) {
        String text = Files.readString(log);
        long hits = telling.stream().filter(text::contains).count();
        assertEquals(0, hits, () -> "words of patients in " + log.getFileName());
      }
    }
  }

  private JsonNode get(String path, Object... values) {
    String body =
        given()
            .auth()
            .oauth2(played.token())
            .get(played.gateway() + path, values)
            .then()
            .statusCode(200)
            .extract()
            .asString();
    try {
      return SalusCommand.JSON.readTree(body);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Counts by following the pages. */
  private int countAll(String type, String patient) {
    JsonNode page = get("/fhir/" + type + "?patient={patient}&_count=200", patient);
    int count = page.path("entry").size();
    while (true) {
      String next = "";
      for (JsonNode link : page.path("link")) {
        next = link.path("relation").asText().equals("next") ? link.path("url").asText() : next;
      }
      if (next.isEmpty()) {
        return count;
      }
      page = page(next);
      count += page.path("entry").size();
    }
  }

  private JsonNode page(String url) {
    String body =
        given()
            .urlEncodingEnabled(false)
            .auth()
            .oauth2(played.token())
            .get(url)
            .then()
            .statusCode(200)
            .extract()
            .asString();
    try {
      return SalusCommand.JSON.readTree(body);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
