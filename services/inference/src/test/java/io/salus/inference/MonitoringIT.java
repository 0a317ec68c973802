package io.salus.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Timestamp;
import io.grpc.Status.Code;
import io.quarkus.arc.All;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.inference.housekeeping.Chore;
import io.salus.inference.monitoring.MonitoringJob;
import io.salus.inference.training.TrainHandler;
import io.salus.jobs.Job;
import io.salus.jobs.Jobs;
import io.salus.learning.table.Table;
import io.salus.proto.inference.v1.GetModelReportRequest;
import io.salus.proto.inference.v1.GetMonitoringRequest;
import io.salus.proto.inference.v1.MonitoringWindow;
import io.salus.proto.inference.v1.RaiseAlertsRequest;
import io.salus.proto.inference.v1.ReportOutcomeRequest;
import io.salus.proto.inference.v1.ScorePatientRequest;
import io.salus.service.security.Caller;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
  @Inject MonitoringJob monitoringJob;
  @Inject Jobs jobs;
  @Inject SchemaOwner owner;
  @Inject @All List<Chore> chores;

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

  @Test
  void joinsOutcomesFromTheRecordWhereWorkStoppedAndLooksAtTheirDays() throws Exception {
    train("foretold");
    Instant then = Instant.now().minus(Duration.ofDays(6 * 365));
    List<String> old = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      old.add(score("foretold", PATIENTS.patients().get(i), then));
    }
    String open = score("foretold", "patient-101");
    String gone = score("foretold", "unlike-all", then);
    boolean reported = !PATIENTS.label(1);
    report(old.get(1), reported);
    TestJob job = new TestJob(TENANT, "", "", false);

    assertThrows(
        TestJob.Killed.class,
        () ->
            monitoringJob.run(
                job.nextAttempt(
                    "asking what became of predictions of foretold, version 1: 40 so far")));
    JsonNode half = figures("foretold").path("outcomes");
    JsonNode result = json.readTree(monitoringJob.run(job.nextAttempt("")));
    JsonNode again = json.readTree(monitoringJob.run(job.nextAttempt("")));

    JsonNode outcomes = figures("foretold").path("outcomes");
    int ofTheRecord = 100 - 10 - 1;
    assertEquals(1 + ofTheRecord, outcomes.path("known").asInt(), "every tenth is not known");
    assertEquals(
        1 + ofTheRecord - half.path("known").asInt(),
        result.path("outcomes").asInt(),
        "what was answered is not asked again");
    assertEquals(0, again.path("outcomes").asInt(), "nor is who cannot be told of, so soon");
    assertTrue(outcomes.at("/auroc/value").asDouble() > 0.7, outcomes.toString());
    assertNull(happened(open), "its period is not over");
    assertNull(happened(gone), "nobody knows that patient");
    assertEquals(reported, happened(old.get(1)), "what a person said stays");
    assertEquals(PATIENTS.label(2), happened(old.get(2)));
  }

  @Test
  void looksAfterATenantsModelsOnceHoweverManyProcessesThereAre() throws Exception {
    String tenant = "looked-after";
    Caller caller = TestJob.callerOf(tenant);
    handler.run(new TestJob(tenant, "watched", "few", true).nextAttempt(""));
    clients
        .models(TestTokens.admin(tenant))
        .scorePatient(
            ScorePatientRequest.newBuilder().setModel("watched").setPatientId("patient-1").build());

    chores();
    assertEquals(List.of(), jobs.list(caller, 0), "the clock starts with the first prediction");
    aDayPasses();
    List<Thread> processes =
        List.of(Thread.startVirtualThread(this::chores), Thread.startVirtualThread(this::chores));
    for (Thread process : processes) {
      process.join();
    }
    chores();

    List<Job> asked = jobs.list(caller, 0);
    assertEquals(1, asked.size(), "one job for one turn");
    assertEquals(MonitoringJob.KIND, asked.getFirst().kind());
    assertEquals("monitoring", asked.getFirst().subject());
  }

  private void aDayPasses() throws SQLException {
    owner.update("update monitoring_turn set taken_at = taken_at - interval '1 day'");
  }

  private void chores() {
    chores.forEach(Chore::run);
  }

  private @Nullable Boolean happened(String prediction) throws SQLException {
    return (Boolean) owner.one("select happened from prediction where id = '" + prediction + "'");
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
    return score(model, patient, Instant.now());
  }

  private String score(String model, String patient, Instant asOf) {
    return clients.score(token, model, patient, asOf).getId();
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
