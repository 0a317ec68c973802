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
import io.salus.inference.registry.ModelVersion;
import io.salus.inference.registry.Registry;
import io.salus.inference.report.ModelReport;
import io.salus.inference.training.TrainHandler;
import io.salus.proto.inference.v1.Contribution;
import io.salus.proto.inference.v1.GetModelCardRequest;
import io.salus.proto.inference.v1.GetModelCardResponse;
import io.salus.proto.inference.v1.Prediction;
import io.salus.proto.inference.v1.SourceAttribute;
import io.salus.proto.inference.v1.TrainModelRequest;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every algorithm by its name, from training to a replayed prediction. */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class AlgorithmsIT {
  private static final String TENANT = "algorithms";
  private final String token = TestTokens.admin(TENANT);

  @Inject TrainHandler handler;
  @Inject Registry registry;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "logistic-regression | {'l1': 0.001}                      |          | log-odds  | true",
        "support-vector-machine | {'kernel': 'linear'}            |          | margins   | true",
        "support-vector-machine | {'kernel': 'rbf', 'cost': 2}    | isotonic | margins   | false",
        "random-forest | {'trees': 40}                            | isotonic | mean vote | true",
        "gradient-boosting | {'most_trees': 60, 'most_leaves': 8} | platt    | log-odds  | true",
        "neural-network | {'hidden': [8], 'most_epochs': 30}      | platt    | log-odds  | false",
        "neural-network | {'most_epochs': 20, 'members': 3}       |          | log-odds  | false"
      })
  void trainsScoresExplainsAndReplays(
      String algorithm, String hyperparameters, String calibration, String unit, boolean exact)
      throws Exception {
    String name = algorithm + "-" + (calibration == null ? "plain" : calibration);
    JsonNode settings = json.readTree(hyperparameters.replace('\'', '"'));
    Map<String, ?> plan =
        Map.of(
            "algorithm",
            algorithm,
            "hyperparameters",
            settings,
            "calibration",
            calibration == null ? "" : calibration);

    handler.run(new TestJob(TENANT, name, "many", true, plan).nextAttempt(""));

    ModelVersion model = registry.answering(TestJob.callerOf(TENANT), name);
    assertEquals(algorithm, model.algorithm());
    assertTrue(model.metrics().at("/auroc/value").asDouble() > 0.7, model.verdict());
    settings
        .fieldNames()
        .forEachRemaining(
            setting -> {
              if (!setting.equals("kernel")) {
                JsonNode kept = model.provenance().path("hyperparameters").path(setting);
                if (kept.isNumber()) {
                  assertEquals(settings.path(setting).asDouble(), kept.asDouble(), 0);
                } else {
                  assertEquals(settings.path(setting), kept);
                }
              }
            });
    Prediction made = clients.score(token, name, "patient-5");
    double sum = made.getExplanation().getBase();
    for (Contribution one : made.getContributionsList()) {
      sum += one.getContribution();
    }
    assertEquals(made.getExplanation().getScore(), sum, exact ? 1e-9 : 1e-3);
    assertEquals(unit, made.getExplanation().getUnit());
    assertEquals(exact, made.getExplanation().getExact());
    assertTrue(clients.replay(token, made).getIdentical());
  }

  @Test
  void hasACardOfWhatWasStatedAndWhatWasFound() throws Exception {
    Map<String, ?> plan = Map.of("statements", Map.of("intended_use", "Call back <at risk>"));

    handler.run(new TestJob(TENANT, "carded", "many", true, plan).nextAttempt(""));

    GetModelCardResponse card =
        clients
            .models(token)
            .getModelCard(GetModelCardRequest.newBuilder().setName("carded").build());
    assertEquals(31, card.getAttributesCount());
    Map<String, String> stated =
        card.getAttributesList().stream()
            .collect(Collectors.toMap(SourceAttribute::getKey, SourceAttribute::getStated));
    Map<String, String> found =
        card.getAttributesList().stream()
            .collect(Collectors.toMap(SourceAttribute::getKey, SourceAttribute::getFound));
    assertEquals("Call back <at risk>", stated.get("intended_use"));
    assertTrue(String.valueOf(found.get("validity_internal")).contains("AUROC 0."));
    assertTrue(card.getNotTestedOnList().toString().contains("sex: not compared"));
    String page = new ModelReport(registry.find(TestJob.callerOf(TENANT), "carded", 1)).html();
    assertTrue(page.contains("Call back &lt;at risk&gt;"), "stated on the page");
    assertTrue(page.contains("Not stated."), "and what nobody stated");
    assertTrue(page.contains("(9)(ii)"), "to the last attribute");
    String refused =
        TestClients.fails(
            Code.INVALID_ARGUMENT,
            () ->
                clients
                    .models(token)
                    .trainModel(
                        TrainModelRequest.newBuilder()
                            .setName("carded")
                            .setSnapshotId("many")
                            .putStatements("fame", "great")
                            .build()));
    assertTrue(refused.contains("intended_use"), refused);
  }

  @Test
  void searchesAndGivesAThresholdAndSubgroups() throws Exception {
    Map<String, ?> plan =
        Map.of(
            "algorithm",
            "logistic-regression",
            "searchFits",
            12,
            "costOfFalseAlarm",
            1,
            "costOfMiss",
            4);

    handler.run(new TestJob(TENANT, "searched", "many", false, plan).nextAttempt(""));
    handler.run(new TestJob(TENANT, "searched", "many", false, plan).nextAttempt(""));

    ModelVersion model = registry.find(TestJob.callerOf(TENANT), "searched", 1);
    JsonNode tried = model.provenance().at("/hyperparameters/search");
    assertTrue(tried.size() > 3, tried.toString());
    JsonNode threshold = model.metrics().path("threshold");
    assertEquals(0.2, threshold.path("probability_if_calibrated").asDouble(), 1e-12);
    JsonNode test = threshold.path("test");
    double cost = test.path("mean_cost").asDouble();
    assertTrue(cost < test.path("mean_cost_of_acting_on_nobody").asDouble(), test.toString());
    assertTrue(cost < test.path("mean_cost_of_acting_on_everybody").asDouble(), test.toString());
    String page = new ModelReport(model).html();
    assertTrue(page.contains("Threshold"));
    assertEquals(
        model.artefactSha256(),
        registry.find(TestJob.callerOf(TENANT), "searched", 2).artefactSha256(),
        "the same seed gives the same bits");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "oracle | {} | '' | 0",
        "random-forest | {\"tree\": 5} | '' | 0",
        "random-forest | {\"trees\": -5} | '' | 0",
        "neural-network | {\"members\": 11} | '' | 0",
        "random-forest | [1] | '' | 0",
        "random-forest | {\"trees\" | '' | 0",
        "random-forest | {} | magic | 0",
        "'' | {\"trees\": 5} | '' | 0",
        "random-forest | {} | '' | 100000"
      })
  void refusesAtOnceWhatCannotBeTrained(
      String algorithm, String hyperparameters, String calibration, int fits) {
    TrainModelRequest request =
        TrainModelRequest.newBuilder()
            .setName("never")
            .setSnapshotId("many")
            .setAlgorithm(algorithm)
            .setHyperparametersJson(hyperparameters)
            .setCalibration(calibration)
            .setSearchFits(fits)
            .build();

    String why =
        TestClients.fails(Code.INVALID_ARGUMENT, () -> clients.models(token).trainModel(request));

    assertFalse(why.isEmpty());
  }
}
