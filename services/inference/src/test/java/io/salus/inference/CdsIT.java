package io.salus.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import io.grpc.Status.Code;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.proto.inference.v1.CardFeedback;
import io.salus.proto.inference.v1.CardOutcome;
import io.salus.proto.inference.v1.CardOverrideReason;
import io.salus.proto.inference.v1.ListFeedbackRequest;
import io.salus.proto.inference.v1.Prediction;
import io.salus.proto.inference.v1.RecordFeedbackRequest;
import io.salus.proto.inference.v1.ScorePatientRequest;
import io.salus.proto.inference.v1.SpendTokenRequest;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class CdsIT {
  @Inject DataSource dataSource;

  @Inject TrainedModels models;

  @TestHTTPResource("/")
  URI address;

  private TestClients clients;

  @BeforeEach
  void connect() {
    clients = new TestClients(address.getPort());
  }

  @AfterEach
  void close() {
    clients.close();
  }

  private static String acting(String tenant) {
    return TestTokens.acting("gateway", tenant, "salus/models.score");
  }

  private void spend(String token, String id) {
    var unused =
        clients
            .cds(token)
            .spendToken(
                SpendTokenRequest.newBuilder()
                    .setIssuer("https://ehr.test/")
                    .setTokenId(id)
                    .setExpiresAt(
                        Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond() + 300))
                    .build());
  }

  @Test
  void aTokenIsSpentOnce() throws SQLException {
    String id = UUID.randomUUID().toString();
    spend(acting("clinic"), id);

    TestClients.fails(Code.ABORTED, () -> spend(acting("clinic"), id));
    spend(acting("clinic"), UUID.randomUUID().toString());
    spend(acting("elsewhere"), id);
    try (Connection connection = dataSource.getConnection();
        Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery("select count(*) from spent_token")) {
      assertTrue(rows.next());
      assertEquals(0, rows.getInt(1), "a statement without a tenant sees nothing");
    }
  }

  @Test
  void onlyTheGatewaySaysWhichTokensWereUsed() {
    TestClients.fails(Code.PERMISSION_DENIED, () -> spend(TestTokens.admin("clinic"), "x"));
    TestClients.fails(
        Code.PERMISSION_DENIED,
        () -> spend(TestTokens.acting("scheduling", "clinic", "salus/models.score"), "x"));
  }

  private Prediction score(String patient) {
    return clients
        .models(TestTokens.admin("cds-clinic"))
        .scorePatient(
            ScorePatientRequest.newBuilder().setModel("carded").setPatientId(patient).build())
        .getPrediction();
  }

  private static CardFeedback.Builder overridden(String card) {
    return CardFeedback.newBuilder()
        .setPredictionId(card)
        .setOutcome(CardOutcome.CARD_OUTCOME_OVERRIDDEN)
        .setOutcomeAt(Timestamp.newBuilder().setSeconds(1_790_000_000))
        .setOverrideReason(
            CardOverrideReason.newBuilder()
                .setSystem("urn:salus:override-reason")
                .setCode("known")
                .setComment("seen last week"));
  }

  private int record(String token, String model, CardFeedback... feedback) {
    return clients
        .cds(token)
        .recordFeedback(
            RecordFeedbackRequest.newBuilder()
                .setModel(model)
                .addAllFeedback(List.of(feedback))
                .build())
        .getStored();
  }

  private List<CardFeedback> read(String token, String prediction) {
    return clients
        .cds(token)
        .listFeedback(ListFeedbackRequest.newBuilder().setPredictionId(prediction).build())
        .getFeedbackList();
  }

  private void train() throws Exception {
    models.train("cds-clinic", "carded", "few");
  }

  @Test
  void feedbackIsKeptWithThePredictionThatTheCardShowed() throws Exception {
    train();
    String card = score("patient-5").getId();
    String reporter = TestTokens.scoped("cds-clinic", "salus/models.score");
    CardFeedback dismissed = overridden(card).build();
    CardFeedback accepted =
        CardFeedback.newBuilder()
            .setPredictionId(card)
            .setOutcome(CardOutcome.CARD_OUTCOME_ACCEPTED)
            .addAcceptedSuggestions("s1")
            .setOutcomeAt(Timestamp.newBuilder().setSeconds(1_790_000_060))
            .build();

    assertEquals(2, record(reporter, "carded", dismissed, accepted));
    assertEquals(0, record(reporter, "", dismissed), "a report that was sent again");

    List<CardFeedback> kept = read(TestTokens.admin("cds-clinic"), card);
    assertEquals(2, kept.size());
    assertEquals("tester", kept.get(0).getReportedBy());
    assertTrue(kept.get(0).getReceivedAt().getSeconds() > 1_790_000_000);
    assertEquals(dismissed, kept.get(0).toBuilder().clearReportedBy().clearReceivedAt().build());
    assertEquals(accepted.getAcceptedSuggestionsList(), kept.get(1).getAcceptedSuggestionsList());
  }

  @Test
  void nobodyElseGivesOrReadsFeedback() throws Exception {
    train();
    String card = score("patient-5").getId();
    String other = score("patient-6").getId();
    String scope = "patient/*.rs salus/models.score";
    String patient = TestTokens.patient("cds-clinic", "patient-6", scope);
    CardFeedback one = overridden(card).build();

    TestClients.fails(Code.NOT_FOUND, () -> record(TestTokens.admin("elsewhere"), "", one));
    TestClients.fails(Code.NOT_FOUND, () -> record(patient, "", one));
    TestClients.fails(
        Code.PERMISSION_DENIED,
        () -> record(TestTokens.scoped("cds-clinic", "salus/models.read"), "", one));
    TestClients.fails(Code.NOT_FOUND, () -> read(patient, card));
    TestClients.fails(Code.NOT_FOUND, () -> read(TestTokens.admin("elsewhere"), card));
    assertEquals(1, record(patient, "", overridden(other).build()));
    assertEquals(List.of(), read(TestTokens.admin("cds-clinic"), card));
  }

  @Test
  void keepsAllOrNothingAndSaysWhatDoesNotFit() throws Exception {
    train();
    String token = TestTokens.admin("cds-clinic");
    String card = score("patient-5").getId();
    CardFeedback good = overridden(card).build();
    CardFeedback unknown = overridden(UUID.randomUUID().toString()).build();
    String accepted = "What was accepted names its suggestions.";

    String why = TestClients.fails(Code.NOT_FOUND, () -> record(token, "", good, unknown));
    assertTrue(why.contains("feedback[1]"), why);
    TestClients.fails(Code.NOT_FOUND, () -> record(token, "another-model", good));
    TestClients.fails(Code.INVALID_ARGUMENT, () -> record(token, ""));
    refuses(accepted, good.toBuilder().setOutcome(CardOutcome.CARD_OUTCOME_ACCEPTED));
    refuses("accepted or overridden", good.toBuilder().clearOutcome());
    refuses("belong to what was accepted", good.toBuilder().addAcceptedSuggestions("s"));
    refuses(
        "in the future",
        good.toBuilder().setOutcomeAt(Timestamp.newBuilder().setSeconds(4_000_000_000L)));
    refuses(
        "too long",
        good.toBuilder()
            .setOverrideReason(CardOverrideReason.newBuilder().setComment("x".repeat(4001))));
    assertEquals(List.of(), read(token, card));
  }

  private void refuses(String why, CardFeedback.Builder feedback) {
    String said =
        TestClients.fails(
            Code.INVALID_ARGUMENT,
            () -> record(TestTokens.admin("cds-clinic"), "", feedback.build()));
    assertTrue(said.contains(why), said);
  }
}
