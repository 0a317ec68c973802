package io.salus.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Timestamp;
import io.grpc.Status.Code;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.inference.training.TrainHandler;
import io.salus.learning.table.Table;
import io.salus.proto.inference.v1.GetModelReportRequest;
import io.salus.proto.inference.v1.GetMonitoringRequest;
import io.salus.proto.inference.v1.MonitoringWindow;
import io.salus.proto.inference.v1.RaiseAlertsRequest;
import io.salus.proto.inference.v1.ReportOutcomeRequest;
import io.salus.proto.inference.v1.ScorePatientRequest;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model in use, from its predictions to an alert. */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class MonitoringIT {
  private static final String TENANT = "monitored";
  private static final Table PATIENTS = MadeUpPatients.some(600, 1);
  private final String token = TestTokens.admin(TENANT);

  @Inject TrainHandler handler;
  @Inject ObjectMapper json;

  @TestHTTPResource("/")
  URI address;

  private TestClients clients;

  @BeforeEach
  void open() {
    clients = new TestClients(address.getPort());
  }

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void findsNothingWherePatientsAreAsBeforeAndWhatWasSaidComes() throws Exception {
    train("steady");
    List<String> predictions = score("steady", 120);
    for (int i = 0; i < predictions.size(); i++) {
      report(predictions.get(i), PATIENTS.label(i));
    }

    JsonNode figures = figures("steady");

    assertEquals(120, figures.path("predictions").asInt());
    assertEquals(120, figures.path("patients").asInt());
    assertEquals(4, figures.at("/drift/features").size());
    for (JsonNode feature : figures.at("/drift/features")) {
      assertEquals("none", feature.path("change").asText(), feature.toString());
    }
    JsonNode outcomes = figures.path("outcomes");
    assertEquals(120, outcomes.path("known").asInt());
    assertTrue(outcomes.at("/auroc/value").asDouble() > 0.7, outcomes.toString());
    assertEquals(0, outcomes.at("/calibration_in_the_large/value").asDouble(), 0.12);
    assertEquals(0, figures.path("alerts").size(), figures.path("alerts").toString());
  }

  @Test
  void alertsWherePatientsAreOthersAndWhatWasSaidDoesNotCome() throws Exception {
    train("adrift");
    List<String> predictions = score("adrift", 60);
    for (int i = 0; i < predictions.size(); i++) {
      report(predictions.get(i), !PATIENTS.label(i));
    }
    for (int i = 0; i < 60; i++) {
      score("adrift", "unlike-all");
    }

    JsonNode figures = figures("adrift");

    String alerts = figures.path("alerts").toString();
    assertTrue(alerts.contains("pressure is not distributed as it was in the training"), alerts);
    assertTrue(alerts.contains("calibration slope -"), alerts);
    assertEquals("large", figures.at("/drift/features/0/change").asText());
    String page =
        clients
            .models(token)
            .getModelReport(GetModelReportRequest.newBuilder().setName("adrift").build())
            .getHtml()
            .toStringUtf8();
    assertTrue(page.contains("120 predictions of 61 patients"), "on the model's page");
    assertTrue(page.contains("pressure is not distributed"), "with its alerts");

    var raised = clients.monitoring(token).raiseAlerts(raise("adrift"));
    var again = clients.monitoring(token).raiseAlerts(raise("adrift"));
    assertEquals(figures.path("alerts").size(), raised.getEventsCount());
    assertTrue(raised.getEvents(0).startsWith("Communication/"));
    assertEquals(raised.getEventsList(), again.getEventsList(), "one alert is told once a day");
  }

  @Test
  void saysSoWhenNobodyKnowsAndLooksAtTheWindowAlone() throws Exception {
    train("unused");

    JsonNode figures = figures("unused");

    assertEquals(0, figures.path("predictions").asInt());
    assertFalse(figures.at("/outcomes/enough").asBoolean());
    assertTrue(figures.path("alerts").isEmpty());
    String one = score("unused", "patient-1");
    assertEquals(1, figures("unused").path("predictions").asInt());
    MonitoringWindow past =
        window("unused").setTo(Timestamp.newBuilder().setSeconds(1_700_000_000)).build();
    assertEquals(0, figures(past).path("predictions").asInt());
    String other = TestTokens.admin("monitored-by-another");
    TestClients.fails(
        Code.NOT_FOUND,
        () ->
            clients
                .monitoring(other)
                .reportOutcome(ReportOutcomeRequest.newBuilder().setPredictionId(one).build()));
    TestClients.fails(Code.NOT_FOUND, () -> report(UUID.randomUUID().toString(), true));
    TestClients.fails(Code.NOT_FOUND, () -> report("x", true));
  }

  private void train(String name) throws Exception {
    Map<String, ?> plan = Map.of("algorithm", "logistic-regression");
    handler.run(new TestJob(TENANT, name, "many", true, plan).nextAttempt(""));
  }

  private List<String> score(String model, int patients) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < patients; i++) {
      ids.add(score(model, PATIENTS.patients().get(i)));
    }
    return ids;
  }

  private String score(String model, String patient) {
    return clients
        .models(token)
        .scorePatient(
            ScorePatientRequest.newBuilder().setModel(model).setPatientId(patient).build())
        .getPrediction()
        .getId();
  }

  private void report(String prediction, boolean happened) {
    clients
        .monitoring(token)
        .reportOutcome(
            ReportOutcomeRequest.newBuilder()
                .setPredictionId(prediction)
                .setHappened(happened)
                .build());
  }

  private static MonitoringWindow.Builder window(String model) {
    return MonitoringWindow.newBuilder().setName(model);
  }

  private static RaiseAlertsRequest raise(String model) {
    return RaiseAlertsRequest.newBuilder().setWindow(window(model)).build();
  }

  private JsonNode figures(String model) throws Exception {
    return figures(window(model).build());
  }

  private JsonNode figures(MonitoringWindow window) throws Exception {
    return json.readTree(
        clients
            .monitoring(token)
            .getMonitoring(GetMonitoringRequest.newBuilder().setWindow(window).build())
            .getFiguresJson());
  }
}
