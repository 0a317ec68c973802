package io.salus.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.inference.registry.ModelVersion;
import io.salus.inference.registry.Registry;
import io.salus.inference.training.TrainHandler;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.security.Caller;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class TrainingIT {
  @Inject TrainHandler handler;
  @Inject Registry registry;
  @Inject ObjectMapper json;

  @Test
  void registersTheBetterModelWithFiguresAndProvenance() throws Exception {
    TestJob job = new TestJob("training", "event-5y", "many", true).nextAttempt("");

    JsonNode result = json.readTree(handler.run(job));

    assertEquals("event-5y", result.path("model").asText());
    assertEquals(1, result.path("version").asInt());
    assertTrue(result.path("promoted").asBoolean());
    ModelVersion model = registry.answering(job.caller(), "event-5y");
    assertEquals(MadeUpPatients.FEATURES, model.features());
    JsonNode metrics = model.metrics();
    assertTrue(metrics.path("conclusive").asBoolean(), model.verdict());
    assertTrue(metrics.at("/auroc/low").asDouble() > 0.7);
    assertEquals("pressure", metrics.at("/importance/0/feature").asText());
    assertEquals(600, sum(metrics.path("folds")));
    JsonNode provenance = model.provenance();
    assertEquals("many", provenance.at("/snapshot/id").asText());
    assertEquals(64, provenance.at("/snapshot/sha256").asText().length());
    assertEquals(FakeRecords.SET_SHA256, provenance.at("/feature_set/sha256").asText());
    assertEquals(7, provenance.path("seed").asInt());
    assertTrue(provenance.at("/environment/pytorch").asText().startsWith("2.7"));
    assertFalse(provenance.at("/code/version").asText().contains("$"));
    String page = new io.salus.inference.report.ModelReport(model).html();
    assertFalse(page.contains("http"), "the page asks nobody for anything");
    Files.writeString(Path.of("target", "model-report.html"), page);
  }

  private static int sum(JsonNode folds) {
    int sum = 0;
    for (JsonNode fold : folds) {
      sum += fold.path("rows").asInt();
    }
    return sum;
  }

  @Test
  void resumesAfterItsWorkerWasKilledAndRegistersOnce() throws Exception {
    TestJob job = new TestJob("resuming", "event-5y", "many", false);
    Caller caller = job.caller();

    assertThrows(
        TestJob.Killed.class, () -> handler.run(job.nextAttempt("judging the better one")));
    assertTrue(job.checkpoint().isPresent(), "the finished first model");
    assertTrue(registry.list(caller).isEmpty(), "nothing is half registered");
    handler.run(job.nextAttempt(""));
    handler.run(job.nextAttempt("")); // it died between registering and saying so

    assertEquals(1, registry.versions(caller, "event-5y").size());

    // The same snapshot and seed give the same bytes, also to a job that was never killed.
    handler.run(new TestJob("resuming", "event-5y", "many", false).nextAttempt(""));
    assertEquals(
        registry.find(caller, "event-5y", 1).artefactSha256(),
        registry.find(caller, "event-5y", 2).artefactSha256());
  }

  @Test
  void saysPlainlyWhenPatientsAreTooFew() throws Exception {
    TestJob job = new TestJob("few", "event-5y", "few", true).nextAttempt("");

    JsonNode result = json.readTree(handler.run(job));

    assertFalse(result.at("/metrics/conclusive").asBoolean());
    assertTrue(
        result.at("/metrics/verdict").asText().startsWith("Too few patients to say anything"));
    ModelVersion model = registry.answering(job.caller(), "event-5y");
    String page = new io.salus.inference.report.ModelReport(model).html();
    assertTrue(page.contains("Do not rely on this model"));
    Files.writeString(Path.of("target", "model-report-few.html"), page);
  }

  @Test
  void trainsOnSevenPatientsWithoutClaimingAnything() throws Exception {
    JsonNode result =
        json.readTree(
            handler.run(new TestJob("tiny", "event-5y", "hardly-any", true).nextAttempt("")));

    assertFalse(result.at("/metrics/conclusive").asBoolean());
    assertTrue(result.path("promoted").asBoolean());
  }

  @Test
  void refusesASnapshotWithoutTheOutcome() {
    Unprocessable refused =
        assertThrows(
            Unprocessable.class,
            () -> handler.run(new TestJob("none", "event-5y", "healthy", true).nextAttempt("")));

    assertTrue(refused.publicDetail().contains("0 of 50 patients"));
  }

  @Test
  void refusesASnapshotThatIsNotTheOneOfItsHash() {
    assertThrows(
        Unprocessable.class,
        () -> handler.run(new TestJob("none", "event-5y", "altered", true).nextAttempt("")));
  }
}
