package io.salus.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.Status.Code;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.inference.artefact.ArtefactStore;
import io.salus.inference.registry.ModelVersion;
import io.salus.inference.registry.Registry;
import io.salus.inference.report.ModelReport;
import io.salus.inference.training.TrainHandler;
import io.salus.learning.fit.FittedModel;
import io.salus.proto.inference.v1.Prediction;
import io.salus.proto.inference.v1.ScorePatientRequest;
import io.salus.proto.inference.v1.TrainModelRequest;
import io.salus.proto.inference.v1.TrainingTable;
import io.salus.proto.oip.v2.InferTensorContents;
import io.salus.proto.oip.v2.ModelInferRequest;
import io.salus.proto.oip.v2.ModelInferRequest.InferInputTensor;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks for pictures, sequences and anomalies, from a table on the wire to an answer. */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class DeepModelsIT {
  private static final String TENANT = "deep";
  private static final String PICTURE =
      "{'height': 6, 'width': 6, 'filters': [4, 4], 'shift': 0, 'dropout': 0.1, 'batch_size': 16,"
          + " 'learning_rate': 0.02, 'most_epochs': 6}";

  private static final String SEQUENCE =
      "{'length': 6, 'channels': 6, 'cell': 'lstm', 'units': 6, 'most_epochs': 6, 'members': 2}";

  private final String token = TestTokens.admin(TENANT);

  @Inject TrainHandler handler;
  @Inject Registry registry;
  @Inject ArtefactStore artefacts;
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
        "convolutional-network | " + PICTURE + " | log-odds",
        "recurrent-network | {'length': 6, 'channels': 6, 'units': 8, 'most_epochs': 12} | log-odds",
        "recurrent-network | {'length': 6, 'channels': 6, 'cell': 'lstm', 'units': 8,"
            + " 'most_epochs': 12} | log-odds",
        "convolutional-network | {'height': 6, 'width': 6, 'filters': [4], 'shift': 0,"
            + " 'batch_size': 16, 'learning_rate': 0.02, 'most_epochs': 6, 'members': 3}"
            + " | log-odds",
        "autoencoder | {'hidden': [12, 3], 'learning_rate': 0.01, 'most_epochs': 30}"
            + " | mean squared error"
      })
  void answersOnTheWireWhatItsScorerSays(String algorithm, String settings, String unit)
      throws Exception {
    handler.run(job(algorithm, algorithm, settings).nextAttempt(""));

    ModelVersion model = registry.answering(TestJob.callerOf(TENANT), algorithm);
    assertEquals(algorithm, model.algorithm());
    assertTrue(model.metrics().at("/auroc/low").asDouble() > 0.7, model.verdict());
    assertEquals(unit, model.metrics().path("importance_unit").asText());
    assertTrue(model.metrics().has("threshold"), "by the costs");
    JsonNode kept = model.provenance().path("hyperparameters");
    json.readTree(settings.replace('\'', '"'))
        .properties()
        .forEach(one -> assertEquals(one.getValue(), kept.path(one.getKey()), one.getKey()));
    JsonNode best = kept.path("best_epoch");
    assertEquals(kept.path("members").asInt(1), best.isArray() ? best.size() : 1);
    assertTrue((best.isArray() ? best.get(0) : best).asInt() >= 1);
    String page = new ModelReport(model).html();
    assertTrue(page.contains("pixel-0"));
    if (kept.has("members")) {
      assertTrue(page.contains("members " + kept.path("members").asInt()), "how many networks");
    }
    FittedModel scorer =
        Objects.requireNonNull(artefacts.read(model.artefactKey(), model.artefactSha256()).model());
    List<double[]> rows =
        List.of(PictureTable.picture(1, 5), PictureTable.picture(0, 6), PictureTable.picture(1, 7));
    List<Double> answers = infer(algorithm, rows);
    assertArrayEquals(
        rows.stream().mapToDouble(scorer::probability).toArray(),
        answers.stream().mapToDouble(answer -> answer).toArray(),
        1e-15);
    // A row's answer does not hang on those that are asked with it.
    assertEquals(answers.get(1), infer(algorithm, List.of(rows.get(1))).getFirst());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "convolutional-network | " + PICTURE + " | epoch 4 of 6 | epoch 2 of 6",
        // In the second of two networks, as the first is trained.
        "recurrent-network | " + SEQUENCE + " | epoch 10 of 12 | epoch 6 of 12",
        // Two networks on each of five folds, to calibrate by, and two on all of them.
        "neural-network | {'most_epochs': 6, 'members': 2} | epoch 40 of 72 | epoch 37 of 72"
      })
  void goesOnAfterItsWorkerWasKilledAndGivesTheSameModel(
      String algorithm, String settings, String diesAt, String before) throws Exception {
    String name = "killed-" + algorithm;
    String doing = "training: " + algorithm.replace('-', ' ') + ", ";
    TestJob job = job(name, algorithm, settings);

    assertThrows(TestJob.Killed.class, () -> handler.run(job.nextAttempt(doing + diesAt)));
    assertTrue(job.checkpoint().isPresent(), "the state after an epoch");
    assertTrue(registry.versions(job.caller(), name).isEmpty(), "nothing is half registered");
    // It would die again in an epoch that it has behind it.
    handler.run(job.nextAttempt(doing + before));
    handler.run(job(name, algorithm, settings).nextAttempt(""));

    assertEquals(
        registry.find(job.caller(), name, 1).artefactSha256(),
        registry.find(job.caller(), name, 2).artefactSha256());
  }

  @Test
  void searchesForTheAutoencoderThatTellsMost() throws Exception {
    String settings = "{'hidden': [12, 3], 'learning_rate': 0.01, 'most_epochs': 10}";
    Map<String, Object> plan = new HashMap<>(plan("autoencoder", settings));
    plan.put("searchFits", 3);

    handler.run(new TestJob(TENANT, "searched", "many", false, plan).nextAttempt(""));

    JsonNode kept =
        registry.find(TestJob.callerOf(TENANT), "searched", 1).provenance().path("hyperparameters");
    JsonNode tried = kept.path("search");
    assertEquals(3, tried.size(), tried.toString());
    assertEquals(tried.at("/0/hyperparameters/hidden"), kept.path("hidden"), "the best is taken");
    assertTrue(tried.at("/0/log_loss").asDouble() <= tried.at("/1/log_loss").asDouble());
  }

  @Test
  void explainsAndReplaysHowUnusualAPatientIs() throws Exception {
    String settings = "{'hidden': [6, 2], 'most_epochs': 20}";
    handler.run(
        new TestJob(TENANT, "unusual", "many", true, plan("autoencoder", settings))
            .nextAttempt(""));

    Prediction made =
        clients
            .models(token)
            .scorePatient(
                ScorePatientRequest.newBuilder()
                    .setModel("unusual")
                    .setPatientId("patient-5")
                    .build())
            .getPrediction();

    double sum = made.getContributionsList().stream().mapToDouble(c -> c.getContribution()).sum();
    assertEquals(made.getExplanation().getScore(), made.getExplanation().getBase() + sum, 1e-9);
    assertEquals("mean squared error", made.getExplanation().getUnit());
    assertTrue(clients.replay(token, made).getIdentical());
  }

  @Test
  void namesTheSettingThatIsWrong() throws Exception {
    String csv = PictureTable.put(clients, token);
    assertContains(
        "7 x 6 x 1 = 42, but the table has 36 columns",
        refused(csv, "convolutional-network", "{'height': 7, 'width': 6, 'filters': [4]}"));
    assertContains("height is needed", refused(csv, "convolutional-network", "{'width': 6}"));
    assertContains(
        "12 x 4 = 48", refused(csv, "recurrent-network", "{'length': 12, 'channels': 4}"));
    assertContains(
        "units is a number from 1 to 256",
        refused(csv, "recurrent-network", "{'length': 36, 'units': 0}"));
    assertContains(
        "hyperparameters are hidden, learning_rate", refused(csv, "autoencoder", "{'layers': 3}"));
    // On a snapshot the worker sees it first.
    InvalidInput late =
        assertThrows(
            InvalidInput.class,
            () ->
                handler.run(
                    new TestJob(
                            TENANT,
                            "late",
                            "many",
                            false,
                            plan("recurrent-network", "{'length': 9}"))
                        .nextAttempt("")));
    assertTrue(late.publicDetail().contains("9 x 1 = 9, but the table has 4 columns"));
  }

  private static void assertContains(String part, String sentence) {
    assertTrue(sentence.contains(part), sentence);
  }

  private String refused(String table, String algorithm, String settings) {
    return TestClients.fails(
        Code.INVALID_ARGUMENT,
        () ->
            clients
                .models(token)
                .trainModel(
                    TrainModelRequest.newBuilder()
                        .setName("refused")
                        .setTable(
                            TrainingTable.newBuilder()
                                .setId(table)
                                .setLabel("ill")
                                .setPatient("who"))
                        .setAlgorithm(algorithm)
                        .setHyperparametersJson(settings.replace('\'', '"'))
                        .build()));
  }

  private TestJob job(String name, String algorithm, String settings) throws Exception {
    return new TestJob(
        TENANT, name, "", true, plan(algorithm, settings, PictureTable.put(clients, token)));
  }

  private Map<String, ?> plan(String algorithm, String settings) throws Exception {
    return Map.of(
        "algorithm", algorithm, "hyperparameters", json.readTree(settings.replace('\'', '"')));
  }

  private Map<String, ?> plan(String algorithm, String settings, String table) throws Exception {
    return Map.of(
        "algorithm",
        algorithm,
        "hyperparameters",
        json.readTree(settings.replace('\'', '"')),
        "costOfFalseAlarm",
        1,
        "costOfMiss",
        4,
        "table",
        Map.of("id", table, "label", "ill", "patient", "who"));
  }

  private List<Double> infer(String model, List<double[]> rows) {
    InferTensorContents.Builder values = InferTensorContents.newBuilder();
    for (double[] row : rows) {
      for (double value : row) {
        values.addFp64Contents(value);
      }
    }
    return clients
        .tensors(token)
        .modelInfer(
            ModelInferRequest.newBuilder()
                .setModelName(model)
                .addInputs(
                    InferInputTensor.newBuilder()
                        .setName("features")
                        .setDatatype("FP64")
                        .addShape(rows.size())
                        .addShape(PictureTable.SIDE * PictureTable.SIDE)
                        .setContents(values))
                .build())
        .getOutputs(0)
        .getContents()
        .getFp64ContentsList();
  }
}
