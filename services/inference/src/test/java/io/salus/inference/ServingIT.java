package io.salus.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.inference.registry.ModelVersion;
import io.salus.inference.registry.Registry;
import io.salus.inference.training.TrainHandler;
import io.salus.learning.table.Table;
import io.salus.proto.inference.v1.Model;
import io.salus.proto.inference.v1.ScorePatientRequest;
import io.salus.proto.oip.v2.InferTensorContents;
import io.salus.proto.oip.v2.ModelInferRequest;
import io.salus.proto.oip.v2.ModelInferRequest.InferInputTensor;
import io.salus.proto.oip.v2.ModelInferResponse;
import io.salus.proto.oip.v2.ModelMetadataRequest;
import io.salus.proto.oip.v2.ModelMetadataResponse;
import io.salus.proto.oip.v2.ModelReadyRequest;
import io.salus.proto.oip.v2.ServerLiveRequest;
import io.salus.proto.oip.v2.ServerMetadataRequest;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
class ServingIT {
  /** Trained once for all tests; each uses it under its own conditions. */
  private static final String TENANT = "serving";

  private static final double[] SOMEBODY = {150, 1, 0, 0.3};

  @Inject TrainHandler handler;
  @Inject Registry registry;
  @Inject TrainedModels models;

  @TestHTTPResource("/")
  URI address;

  @Inject
  @ConfigProperty(name = "salus.storage.directory")
  Path storage;

  private TestClients clients;
  private final String token = TestTokens.admin(TENANT);

  @BeforeEach
  void train() throws Exception {
    clients = new TestClients(address.getPort());
    models.train(TENANT, "event-5y", "many");
  }

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void describesItsTensors() {
    ModelMetadataResponse metadata =
        clients
            .tensors(token)
            .modelMetadata(ModelMetadataRequest.newBuilder().setName("event-5y").build());

    assertEquals("features", metadata.getInputs(0).getName());
    assertEquals("FP64", metadata.getInputs(0).getDatatype());
    assertEquals(List.of(-1L, 4L), metadata.getInputs(0).getShapeList());
    assertEquals("probability", metadata.getOutputs(0).getName());
    assertEquals(List.of(-1L, 1L), metadata.getOutputs(0).getShapeList());
    assertEquals(List.of("1"), metadata.getVersionsList());
  }

  @Test
  void rawAndTypedContentsGiveTheSameAnswerAsThePatientsScore() {
    Table table = MadeUpPatients.some(600, 1);
    double[] row = new double[4];
    for (int i = 0; i < 4; i++) {
      row[i] = table.features().get(i).value(5);
    }

    double typed =
        clients
            .tensors(token)
            .modelInfer(typed(row))
            .getOutputs(0)
            .getContents()
            .getFp64Contents(0);
    ModelInferResponse raw = clients.tensors(token).modelInfer(raw(row));
    double scored =
        clients
            .models(token)
            .scorePatient(
                ScorePatientRequest.newBuilder()
                    .setModel("event-5y")
                    .setPatientId("patient-5")
                    .build())
            .getPrediction()
            .getProbability();

    assertEquals(scored, typed, 0);
    assertEquals(
        scored,
        raw.getRawOutputContents(0)
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN)
            .getDouble(),
        0);
    assertFalse(raw.getOutputs(0).hasContents());
    assertEquals("1", raw.getModelVersion());
    assertEquals("request-1", raw.getId());
  }

  @Test
  void missingIsNaNAndUnknownCategoriesAreMinusOne() {
    double[] elements = {150, 1, 0, 0, Double.NaN, Double.NaN, -1, Double.NaN};
    ModelInferResponse answer = clients.tensors(token).modelInfer(typed(elements));

    assertEquals(List.of(2L, 1L), answer.getOutputs(0).getShapeList());
    answer
        .getOutputs(0)
        .getContents()
        .getFp64ContentsList()
        .forEach(p -> assertTrue(p > 0 && p < 1));
  }

  @Test
  void anErrorNamesTheTensor() {
    assertEquals(
        "Tensor 'features': its shape [1, 4] needs 4 elements of FP64, not 3.",
        refused(request(tensor(1, 4, "FP64", "features", 1, 2, 3))));
    assertEquals(
        "Tensor 'features': its shape must be [-1, 4] with any size from 1 for -1, not [1, 3].",
        refused(request(tensor(1, 3, "FP64", "features", 1, 2, 3))));
    assertEquals(
        "Tensor 'features': its datatype must be FP64.",
        refused(
            request(
                tensor(1, 1, "FP32", "features").toBuilder()
                    .setContents(InferTensorContents.newBuilder().addFp32Contents(1))
                    .build())));
    assertEquals(
        "Tensor 'features': is missing; the request has 'input-0'.",
        refused(request(tensor(1, 4, "FP64", "input-0", SOMEBODY))));
    assertEquals(
        "Tensor 'features', row 0, column 2 (region): a category must be an index from 0 to 2, or"
            + " -1 for any other.",
        refused(typed(new double[] {1, 1, 7, 1})));
    assertEquals(
        "Tensor 'features': has contents and raw contents; only one may be there.",
        refused(
            typed(SOMEBODY).toBuilder().addRawInputContents(ByteString.copyFromUtf8("x")).build()));
    assertEquals(
        "Tensor 'risk': the model has no such output; it has 'probability'.",
        refused(
            typed(SOMEBODY).toBuilder()
                .addOutputs(
                    ModelInferRequest.InferRequestedOutputTensor.newBuilder().setName("risk"))
                .build()));
  }

  private String refused(ModelInferRequest request) {
    return TestClients.fails(
        Code.INVALID_ARGUMENT, () -> clients.tensors(token).modelInfer(request));
  }

  @Test
  void answersMayNotBeMixedUpBetweenConcurrentCallers() throws Exception {
    List<double[]> rows = new ArrayList<>();
    List<Double> alone = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double[] row = {90 + 2 * i, i % 2, i % 3, 0};
      rows.add(row);
      alone.add(probability(row));
    }
    try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
      List<Future<Double>> together =
          rows.stream().map(row -> callers.submit(() -> probability(row))).toList();
      for (int i = 0; i < alone.size(); i++) {
        // Rows that are computed together may differ in the last bits of a network's floats.
        assertEquals(alone.get(i), together.get(i).get(), 1e-6);
      }
    }
  }

  private double probability(double[] row) {
    return clients
        .tensors(token)
        .modelInfer(typed(row))
        .getOutputs(0)
        .getContents()
        .getFp64Contents(0);
  }

  @Test
  void onlyCapabilitiesAreOpenAndScopesAreKept() {
    assertTrue(clients.tensors().serverLive(ServerLiveRequest.getDefaultInstance()).getLive());
    assertEquals(
        "salus",
        clients.tensors().serverMetadata(ServerMetadataRequest.getDefaultInstance()).getName());
    TestClients.fails(Code.UNAUTHENTICATED, () -> clients.tensors().modelInfer(typed(SOMEBODY)));
    TestClients.fails(
        Code.PERMISSION_DENIED,
        () ->
            clients
                .tensors(TestTokens.scoped(TENANT, "salus/models.read"))
                .modelInfer(typed(SOMEBODY)));
    TestClients.fails(
        Code.PERMISSION_DENIED,
        () ->
            clients
                .tensors(TestTokens.patient(TENANT, "patient-5", "patient/*.rs salus/models.score"))
                .modelInfer(typed(SOMEBODY)));
    TestClients.fails(
        Code.NOT_FOUND,
        () -> clients.tensors(TestTokens.admin("elsewhere")).modelInfer(typed(SOMEBODY)));
    TestClients.fails(
        Code.NOT_FOUND,
        () ->
            clients
                .tensors(token)
                .modelInfer(typed(SOMEBODY).toBuilder().setModelVersion("9").build()));
    TestClients.fails(
        Code.INVALID_ARGUMENT,
        () ->
            clients
                .tensors(token)
                .modelInfer(typed(SOMEBODY).toBuilder().setModelVersion("new").build()));
  }

  @Test
  void refusesADamagedModelFile() throws Exception {
    String tenant = "damaged-" + UUID.randomUUID().toString().substring(0, 8);
    handler.run(new TestJob(tenant, "event-5y", "few", true).nextAttempt(""));
    ModelVersion model = registry.answering(TestJob.callerOf(tenant), "event-5y");
    Path file = storage.resolve(model.artefactKey());
    Files.writeString(file, Files.readString(file).replaceFirst("\"imputed\":1", "\"imputed\":2"));
    String damaged = TestTokens.admin(tenant);

    String detail =
        TestClients.fails(
            Code.UNAVAILABLE, () -> clients.tensors(damaged).modelInfer(typed(SOMEBODY)));

    assertTrue(detail.contains("SHA-256 is not the registered one"), detail);
    assertFalse(
        clients
            .tensors(damaged)
            .modelReady(ModelReadyRequest.newBuilder().setName("event-5y").build())
            .getReady());
    assertTrue(
        clients
            .tensors(token)
            .modelReady(ModelReadyRequest.newBuilder().setName("event-5y").build())
            .getReady());
  }

  @Test
  void promotesOneVersionAtATime() throws Exception {
    String tenant = "promoting-" + UUID.randomUUID().toString().substring(0, 8);
    String own = TestTokens.admin(tenant);
    handler.run(new TestJob(tenant, "event-5y", "few", false).nextAttempt(""));
    TestClients.fails(
        Code.FAILED_PRECONDITION, () -> clients.tensors(own).modelInfer(typed(SOMEBODY)));
    handler.run(new TestJob(tenant, "event-5y", "few", true).nextAttempt(""));
    assertEquals("2", clients.tensors(own).modelInfer(typed(SOMEBODY)).getModelVersion());

    Model promoted =
        clients
            .models(own)
            .promoteModel(
                io.salus.proto.inference.v1.PromoteModelRequest.newBuilder()
                    .setName("event-5y")
                    .setVersion(1)
                    .build())
            .getModel();

    assertTrue(promoted.getPromoted());
    assertEquals("1", clients.tensors(own).modelInfer(typed(SOMEBODY)).getModelVersion());
    assertFalse(registry.find(TestJob.callerOf(tenant), "event-5y", 2).promoted());
  }

  private static ModelInferRequest typed(double[] elements) {
    return request(tensor(elements.length / 4, 4, "FP64", "features", elements));
  }

  private static ModelInferRequest raw(double[] elements) {
    ByteBuffer bytes = ByteBuffer.allocate(elements.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(elements);
    InferInputTensor tensor =
        tensor(elements.length / 4, 4, "FP64", "features").toBuilder().clearContents().build();
    return request(tensor).toBuilder().addRawInputContents(ByteString.copyFrom(bytes)).build();
  }

  private static ModelInferRequest request(InferInputTensor tensor) {
    return ModelInferRequest.newBuilder()
        .setModelName("event-5y")
        .setId("request-1")
        .addInputs(tensor)
        .build();
  }

  private static InferInputTensor tensor(
      int rows, int columns, String datatype, String name, double... elements) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    for (double element : elements) {
      contents.addFp64Contents(element);
    }
    return InferInputTensor.newBuilder()
        .setName(name)
        .setDatatype(datatype)
        .addShape(rows)
        .addShape(columns)
        .setContents(contents)
        .build();
  }
}
