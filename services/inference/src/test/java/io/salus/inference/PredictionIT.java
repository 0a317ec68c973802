package io.salus.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.Status.Code;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.proto.inference.v1.Contribution;
import io.salus.proto.inference.v1.GetModelReportRequest;
import io.salus.proto.inference.v1.Prediction;
import io.salus.proto.inference.v1.ReplayPredictionResponse;
import io.salus.proto.inference.v1.TrainModelRequest;
import io.salus.proto.inference.v1.WriteRiskAssessmentRequest;
import io.salus.proto.inference.v1.WriteRiskAssessmentResponse;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class PredictionIT {
  private static final String TENANT = "clinic";

  @Inject TrainedModels models;
  @Inject ObjectMapper json;

  @TestHTTPResource("/")
  URI address;

  private TestClients clients;
  private final String token = TestTokens.admin(TENANT);

  @BeforeEach
  void train() throws Exception {
    clients = new TestClients(address.getPort());
    models.train(TENANT, "event-5y", "many");
    models.train(TENANT, "weak", "few");
  }

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void isKeptAndReplaysBitForBit() {
    Prediction made = clients.score(token, "event-5y", "patient-5");

    Prediction kept = clients.prediction(token, made.getId());
    ReplayPredictionResponse replay = clients.replay(token, made);

    assertEquals(made, kept);
    assertEquals(1_750_000_000, made.getAsOf().getSeconds());
    assertEquals("A made-up event within five years", made.getOutcome());
    assertTrue(replay.getIdentical());
    assertEquals(made.getProbability(), replay.getStored(), 0);
    assertEquals(made.getProbability(), replay.getRecomputed(), 0);
    assertEquals(64, replay.getInputSha256().length());
  }

  @Test
  void saysWhatDroveIt() {
    Prediction made = clients.score(token, "event-5y", "patient-5");

    assertEquals(4, made.getContributionsCount());
    double before = Double.POSITIVE_INFINITY;
    for (Contribution one : made.getContributionsList()) {
      assertTrue(Math.abs(one.getContribution()) <= before, "strongest first");
      before = Math.abs(one.getContribution());
      if (one.getFeature().equals("pressure")) {
        assertTrue(one.getValue().endsWith(" mmHg"), one.getValue());
      }
      if (one.getFeature().equals("smoker")) {
        assertTrue(one.getValue().equals("yes") || one.getValue().equals("no"));
      }
    }
  }

  @Test
  void callsACodeAsTheRecordDoes() {
    Set<String> regions = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      clients.score(token, "event-5y", "patient-" + i).getContributionsList().stream()
          .filter(one -> one.getFeature().equals("region"))
          .forEach(one -> regions.add(one.getValue()));
    }

    assertEquals(Set.of("Up north", "south", "west"), regions, "where it has no words, the code");
  }

  @Test
  void warnsOfAPatientUnlikeTheTrainingData() {
    Prediction made = clients.score(token, "event-5y", "unlike-all");

    String warnings = String.join("\n", made.getWarningsList());
    assertTrue(warnings.contains("pressure is above every value in the training data"), warnings);
    assertTrue(warnings.contains("region has a value that the training data did not have"));
    assertFalse(warnings.contains("400"), "a warning tells no value of the patient");
    assertEquals(2, made.getWarningsCount(), warnings);
  }

  @Test
  void warnsOfAModelThatWasNotShownToWork() {
    assertTrue(
        clients.score(token, "weak", "patient-5").getWarnings(0).startsWith("Too few patients"));
    assertEquals(0, clients.score(token, "event-5y", "patient-5").getWarningsCount());
  }

  @Test
  void writesOneRiskAssessmentHoweverOftenAsked() throws Exception {
    Prediction made = clients.score(token, "event-5y", "patient-5");
    WriteRiskAssessmentRequest request =
        WriteRiskAssessmentRequest.newBuilder().setPredictionId(made.getId()).build();

    WriteRiskAssessmentResponse first = clients.models(token).writeRiskAssessment(request);
    WriteRiskAssessmentResponse second = clients.models(token).writeRiskAssessment(request);

    assertEquals(first.getId(), second.getId());
    JsonNode resource = json.readTree(first.getResource().toByteArray());
    assertEquals("RiskAssessment", resource.path("resourceType").asText());
    assertEquals("Patient/patient-5", resource.at("/subject/reference").asText());
    assertEquals(made.getId(), resource.at("/identifier/0/value").asText());
    assertEquals("event-5y", resource.at("/method/coding/0/code").asText());
    assertEquals("1", resource.at("/method/coding/0/version").asText());
    assertEquals(
        100 * made.getProbability(),
        resource.at("/prediction/0/probabilityDecimal").asDouble(),
        1e-3);
    assertEquals(
        "RiskAssessment/" + first.getId(),
        clients.prediction(token, made.getId()).getRiskAssessment());
  }

  @Test
  void unknownThingsAreNotFound() {
    TestClients.fails(Code.NOT_FOUND, () -> clients.score(token, "event-5y", "nobody"));
    TestClients.fails(Code.NOT_FOUND, () -> clients.score(token, "no-such-model", "patient-5"));
    TestClients.fails(Code.INVALID_ARGUMENT, () -> clients.score(token, "event-5y", "no id!"));
    TestClients.fails(
        Code.NOT_FOUND,
        () ->
            clients
                .models(token)
                .trainModel(
                    TrainModelRequest.newBuilder().setName("m").setSnapshotId("none").build()));
    TestClients.fails(
        Code.INVALID_ARGUMENT,
        () ->
            clients
                .models(token)
                .trainModel(
                    TrainModelRequest.newBuilder().setName("M!").setSnapshotId("many").build()));
  }

  @Test
  void trainingIsAJobAndTheReportAPage() {
    String job =
        clients
            .models(token)
            .trainModel(
                TrainModelRequest.newBuilder()
                    .setName("asked-for")
                    .setSnapshotId("many")
                    .setSeed(1)
                    .build())
            .getJobId();
    String page =
        clients
            .models(token)
            .getModelReport(GetModelReportRequest.newBuilder().setName("event-5y").build())
            .getHtml()
            .toStringUtf8();

    assertTrue(job.startsWith("inference-"), job);
    assertTrue(page.startsWith("<!doctype html>"));
    assertTrue(page.contains("A made-up event within five years"));
  }
}
