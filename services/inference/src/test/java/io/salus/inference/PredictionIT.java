package io.salus.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Timestamp;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.quarkus.arc.All;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.inference.artefact.Sha256;
import io.salus.inference.housekeeping.Chore;
import io.salus.inference.registry.Registry;
import io.salus.inference.training.TrainHandler;
import io.salus.proto.inference.v1.Contribution;
import io.salus.proto.inference.v1.GetModelReportRequest;
import io.salus.proto.inference.v1.GetModelRequest;
import io.salus.proto.inference.v1.GetPredictionRequest;
import io.salus.proto.inference.v1.ListModelsRequest;
import io.salus.proto.inference.v1.Model;
import io.salus.proto.inference.v1.Prediction;
import io.salus.proto.inference.v1.PromoteModelRequest;
import io.salus.proto.inference.v1.ReplayPredictionRequest;
import io.salus.proto.inference.v1.ReplayPredictionResponse;
import io.salus.proto.inference.v1.ScorePatientRequest;
import io.salus.proto.inference.v1.TrainModelRequest;
import io.salus.proto.inference.v1.WriteRiskAssessmentRequest;
import io.salus.proto.inference.v1.WriteRiskAssessmentResponse;
import io.salus.proto.oip.v2.ModelInferRequest;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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

  @Inject TrainHandler handler;
  @Inject Registry registry;
  @Inject DataSource dataSource;
  @Inject ObjectMapper json;
  @Inject @All List<Chore> chores;

  @TestHTTPResource("/")
  URI address;

  @Inject
  @ConfigProperty(name = "quarkus.datasource.jdbc.url")
  String jdbcUrl;

  @Inject
  @ConfigProperty(name = "quarkus.datasource.password")
  String password;

  private TestClients clients;
  private final String token = TestTokens.admin(TENANT);

  @BeforeEach
  void train() throws Exception {
    clients = new TestClients(address.getPort());
    if (registry.versions(TestJob.callerOf(TENANT), "event-5y").isEmpty()) {
      handler.run(new TestJob(TENANT, "event-5y", "many", true).nextAttempt(""));
      handler.run(new TestJob(TENANT, "weak", "few", true).nextAttempt(""));
    }
  }

  @AfterEach
  void close() {
    clients.close();
  }

  private Prediction score(String bearer, String model, String patient) {
    return clients
        .models(bearer)
        .scorePatient(
            ScorePatientRequest.newBuilder()
                .setModel(model)
                .setPatientId(patient)
                .setAsOf(Timestamp.newBuilder().setSeconds(1_750_000_000))
                .build())
        .getPrediction();
  }

  private Prediction get(String id) {
    return clients
        .models(token)
        .getPrediction(GetPredictionRequest.newBuilder().setId(id).build())
        .getPrediction();
  }

  private ReplayPredictionResponse replay(Prediction made) {
    return clients
        .models(token)
        .replayPrediction(ReplayPredictionRequest.newBuilder().setId(made.getId()).build());
  }

  @Test
  void isKeptAndReplaysBitForBit() {
    Prediction made = score(token, "event-5y", "patient-5");

    Prediction kept = get(made.getId());
    ReplayPredictionResponse replay = replay(made);

    assertEquals(made, kept);
    assertEquals(1_750_000_000, made.getAsOf().getSeconds());
    assertEquals("A made-up event within five years", made.getOutcome());
    assertTrue(replay.getIdentical());
    assertEquals(made.getProbability(), replay.getStored(), 0);
    assertEquals(made.getProbability(), replay.getRecomputed(), 0);
    assertEquals(64, replay.getInputSha256().length());
  }

  @Test
  void aCanaryAnswersForSomePatientsAlwaysTheSame() throws Exception {
    handler.run(new TestJob(TENANT, "careful", "few", true).nextAttempt(""));
    canary(token, 1, 10, Code.FAILED_PRECONDITION);
    handler.run(new TestJob(TENANT, "careful", "few", false).nextAttempt(""));
    canary(TestTokens.scoped(TENANT, "salus/models.read"), 2, 10, Code.PERMISSION_DENIED);
    canary(TestTokens.admin("elsewhere"), 2, 10, Code.NOT_FOUND);
    canary(token, 2, 101, Code.INVALID_ARGUMENT);
    canary(token, 1, 10, Code.FAILED_PRECONDITION);

    Model beside = promote(2, 30);
    List<Integer> first = answering();
    List<Integer> again = answering();
    List<String> tensors = IntStream.range(0, 60).mapToObj(i -> versionOfTensors("")).toList();
    promote(2, 60);
    List<Integer> more = answering();

    assertEquals(30, beside.getCanaryShare());
    assertFalse(beside.getPromoted());
    assertEquals(first, again, "the same patient, the same version");
    long canaries = first.stream().filter(version -> version == 2).count();
    assertTrue(canaries > 1 && canaries < 35, canaries + " of 50");
    for (int i = 0; i < first.size(); i++) {
      assertTrue(first.get(i) == 1 || more.get(i) == 2, "a share that grows keeps its patients");
    }
    assertTrue(tensors.containsAll(List.of("1", "2")), "tensors name no patient: drawn");
    assertEquals("2", versionOfTensors("canary"));
    assertEquals("1", versionOfTensors("stable"));

    promote(2, 0);
    assertFalse(answering().contains(2), "ended");
    TestClients.fails(Code.NOT_FOUND, () -> versionOfTensors("canary"));
    promote(2, 50);
    Model promoted =
        clients
            .models(token)
            .promoteModel(PromoteModelRequest.newBuilder().setName("careful").setVersion(2).build())
            .getModel();
    assertTrue(promoted.getPromoted() && promoted.getCanaryShare() == 0);
    assertFalse(answering().contains(1), "all");
  }

  /** Versions that answer for fifty patients. */
  private List<Integer> answering() {
    return IntStream.range(0, 50)
        .mapToObj(i -> score(token, "careful", "patient-" + i).getVersion())
        .toList();
  }

  private String versionOfTensors(String asked) {
    ModelInferRequest.Builder request =
        ModelInferRequest.newBuilder().setModelName("careful").setModelVersion(asked);
    request
        .addInputsBuilder()
        .setName("features")
        .setDatatype("FP64")
        .addAllShape(List.of(1L, 4L))
        .getContentsBuilder()
        .addAllFp64Contents(List.of(130.0, 1.0, 0.0, 0.0));
    return clients.tensors(token).modelInfer(request.build()).getModelVersion();
  }

  private Model promote(int version, int share) {
    return clients.models(token).promoteModel(canary(version, share)).getModel();
  }

  private void canary(String bearer, int version, int share, Code refusal) {
    TestClients.fails(refusal, () -> clients.models(bearer).promoteModel(canary(version, share)));
  }

  private static PromoteModelRequest canary(int version, int share) {
    return PromoteModelRequest.newBuilder()
        .setName("careful")
        .setVersion(version)
        .setCanaryShare(share)
        .build();
  }

  @Test
  void aPatientsValuesAreNotInTheDatabase() throws SQLException {
    Prediction made = score(token, "event-5y", "unlike-all");

    String row = asOwner("select p::text from prediction p where id = '" + made.getId() + "'");
    String sealed =
        asOwner(
            "select encode(sealed, 'escape') from prediction where id = '" + made.getId() + "'");
    for (String value : new String[] {"400.0", "moon", "mmHg", "pressure is above", "missing"}) {
      assertFalse(row.contains(value) || sealed.contains(value), value);
    }
    assertFalse(row.contains(replay(made).getInputSha256()), "a hash of few values tells them");
  }

  @Test
  void whatWasStoredBeforeItWasEncryptedIsReadAndThenEncrypted() throws SQLException {
    Prediction made = score(token, "event-5y", "patient-5");
    String text = "{\"pressure\":131.5,\"smoker\":true,\"region\":\"north\",\"noise\":null}";
    asOperator(
        """
        update prediction set sealed = null, inputs = '%s', input_sha256 = '%s',
          contributions = '[{"feature": "smoker", "value": "yes", "contribution": 1.5}]',
          explanation = null, warnings = '["old"]' where id = '%s'"""
            .formatted(text, Sha256.of(text.getBytes(UTF_8)), made.getId()));

    Prediction plain = get(made.getId());
    double recomputed = replay(made).getRecomputed();
    chores.forEach(Chore::run);

    assertEquals(plain, get(made.getId()), "the same prediction");
    assertEquals("yes", plain.getContributions(0).getValue());
    assertEquals(recomputed, replay(made).getRecomputed(), 0);
    assertEquals(Sha256.of(text.getBytes(UTF_8)), replay(made).getInputSha256());
    String row = asOwner("select p::text from prediction p where id = '" + made.getId() + "'");
    assertFalse(row.contains("131.5"), "nothing plain is left");
  }

  @Test
  void saysSoWhenTheKeyIsNotThereOrTheRowWasChanged() throws SQLException {
    String id = score(token, "event-5y", "unlike-all").getId();
    GetPredictionRequest request = GetPredictionRequest.newBuilder().setId(id).build();
    String change =
        "update prediction set sealed = set_byte(sealed, %1$s, get_byte(sealed, %1$s) # 1)"
            + " where id = '%2$s'";

    asOperator(change.formatted("1", id));
    var unknown =
        assertThrows(
            StatusRuntimeException.class, () -> clients.models(token).getPrediction(request));
    asOperator(change.formatted("1", id));
    asOperator(change.formatted("length(sealed) - 1", id));
    var changed =
        assertThrows(
            StatusRuntimeException.class, () -> clients.models(token).getPrediction(request));

    asOperator(change.formatted("length(sealed) - 1", id));
    assertEquals(Code.UNAVAILABLE, unknown.getStatus().getCode());
    assertTrue(String.valueOf(unknown.getMessage()).contains("salus.seal.key-files"));
    assertTrue(String.valueOf(changed.getMessage()).contains("it was changed since"));
  }

  @Test
  void saysWhatDroveIt() {
    Prediction made = score(token, "event-5y", "patient-5");

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
      score(token, "event-5y", "patient-" + i).getContributionsList().stream()
          .filter(one -> one.getFeature().equals("region"))
          .forEach(one -> regions.add(one.getValue()));
    }

    assertEquals(Set.of("Up north", "south", "west"), regions, "where it has no words, the code");
  }

  @Test
  void warnsOfAPatientUnlikeTheTrainingData() {
    Prediction made = score(token, "event-5y", "unlike-all");

    String warnings = String.join("\n", made.getWarningsList());
    assertTrue(warnings.contains("pressure is above every value in the training data"), warnings);
    assertTrue(warnings.contains("region has a value that the training data did not have"));
    assertFalse(warnings.contains("400"), "a warning tells no value of the patient");
    assertEquals(2, made.getWarningsCount(), warnings);
  }

  @Test
  void warnsOfAModelThatWasNotShownToWork() {
    assertTrue(score(token, "weak", "patient-5").getWarnings(0).startsWith("Too few patients"));
    assertEquals(0, score(token, "event-5y", "patient-5").getWarningsCount());
  }

  @Test
  void writesOneRiskAssessmentHoweverOftenAsked() throws Exception {
    Prediction made = score(token, "event-5y", "patient-5");
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
        clients
            .models(token)
            .getPrediction(GetPredictionRequest.newBuilder().setId(made.getId()).build())
            .getPrediction()
            .getRiskAssessment());
  }

  @Test
  void aPatientsTokenScoresAndSeesThatPatientOnly() {
    String scope = "patient/*.rs salus/models.score salus/features.read";
    String own = TestTokens.patient(TENANT, "patient-5", scope);
    Prediction mine = score(own, "event-5y", "patient-5");
    Prediction others = score(token, "event-5y", "patient-6");

    assertEquals("patient-5", mine.getPatientId());
    TestClients.fails(Code.PERMISSION_DENIED, () -> score(own, "event-5y", "patient-6"));
    GetPredictionRequest foreign = GetPredictionRequest.newBuilder().setId(others.getId()).build();
    TestClients.fails(Code.NOT_FOUND, () -> clients.models(own).getPrediction(foreign));
  }

  @Test
  void anotherTenantSeesNothing() {
    Prediction made = score(token, "event-5y", "patient-5");
    String stranger = TestTokens.admin("elsewhere");

    assertEquals(
        0,
        clients
            .models(stranger)
            .listModels(ListModelsRequest.getDefaultInstance())
            .getModelsCount());
    TestClients.fails(
        Code.NOT_FOUND,
        () ->
            clients
                .models(stranger)
                .getModel(GetModelRequest.newBuilder().setName("event-5y").build()));
    TestClients.fails(
        Code.NOT_FOUND,
        () ->
            clients
                .models(stranger)
                .replayPrediction(
                    ReplayPredictionRequest.newBuilder().setId(made.getId()).build()));
    TestClients.fails(Code.NOT_FOUND, () -> score(stranger, "event-5y", "patient-5"));
  }

  @Test
  void aStatementWithoutATenantSeesNothing() throws SQLException {
    score(token, "event-5y", "patient-5");

    try (Connection connection = dataSource.getConnection();
        Statement sql = connection.createStatement()) {
      for (String table : new String[] {"model", "prediction"}) {
        try (ResultSet rows = sql.executeQuery("select count(*) from " + table)) {
          assertTrue(rows.next());
          assertEquals(0, rows.getInt(1), table);
        }
        assertEquals(
            0,
            sql.executeUpdate(
                table.equals("model")
                    ? "update model set promoted = false"
                    : "update prediction set risk_assessment = 'x'"));
      }
      assertThrows(SQLException.class, () -> sql.executeUpdate("delete from prediction"));
    }
  }

  @Test
  void aSharedModelScoresForEveryTenant() throws Exception {
    String tenant = "neighbour";
    String neighbour = TestTokens.admin(tenant);
    TestClients.fails(Code.NOT_FOUND, () -> score(neighbour, "for-all", "patient-5"));
    handler.run(new TestJob("house", "for-all", "few", true).nextAttempt(""));

    asOperator("update model set shared = true where name = 'for-all'");

    Prediction made = score(neighbour, "for-all", "patient-5");
    assertEquals(1, made.getVersion());
    TestClients.fails(
        Code.NOT_FOUND,
        () ->
            clients
                .models(neighbour)
                .promoteModel(
                    PromoteModelRequest.newBuilder().setName("for-all").setVersion(1).build()));
    asOperator("update model set shared = false where name = 'for-all'");
  }

  /** As the schema's owner, who is above row-level security. */
  private void asOperator(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(jdbcUrl, "salus_inference_owner", password);
        Statement sql = connection.createStatement()) {
      sql.executeUpdate(statement);
    }
  }

  private String asOwner(String query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(jdbcUrl, "salus_inference_owner", password);
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      assertTrue(row.next());
      return row.getString(1);
    }
  }

  @Test
  void unknownThingsAreNotFound() {
    TestClients.fails(Code.NOT_FOUND, () -> score(token, "event-5y", "nobody"));
    TestClients.fails(Code.NOT_FOUND, () -> score(token, "no-such-model", "patient-5"));
    TestClients.fails(Code.INVALID_ARGUMENT, () -> score(token, "event-5y", "no id!"));
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
