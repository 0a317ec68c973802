package io.salus.inference;

import static org.hamcrest.Matchers.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.salus.proto.oip.v2.InferTensorContents;
import io.salus.proto.oip.v2.ModelInferRequest;
import io.salus.proto.oip.v2.ModelInferRequest.InferInputTensor;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models as files: taken up whole or not at all, swapped under load, and nobody else's. */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class RepositoryIT {
  @TestHTTPResource("/")
  URI address;

  @Inject
  @ConfigProperty(name = "salus.models.repository")
  Path repository;

  private TestClients clients;
  private final String token = TestTokens.admin("keeper");

  @BeforeEach
  void connect() {
    clients = new TestClients(address.getPort());
  }

  @AfterEach
  void close() {
    clients.close();
  }

  private RequestSpecification caller(String tenant) {
    return clients.http(TestTokens.admin(tenant));
  }

  private ValidatableResponse change(String tenant, String model, String what) {
    return caller(tenant).post("/v2/repository/models/" + model + "/" + what).then();
  }

  private Path folder(String model) {
    return repository.resolve("tenants/keeper").resolve(model);
  }

  private float ask(String model, String version) {
    return clients
        .tensors(token)
        .modelInfer(
            ModelInferRequest.newBuilder()
                .setModelName(model)
                .setModelVersion(version)
                .addInputs(
                    InferInputTensor.newBuilder()
                        .setName("x")
                        .setDatatype("FP32")
                        .addShape(1)
                        .addShape(2)
                        .setContents(
                            InferTensorContents.newBuilder().addFp32Contents(1).addFp32Contents(2)))
                .build())
        .getOutputs(0)
        .getContents()
        .getFp32Contents(1);
  }

  private List<String> states(String model) {
    return caller("keeper")
        .contentType("application/json")
        .body("{}")
        .post("/v2/repository/index")
        .then()
        .statusCode(200)
        .extract()
        .path("findAll { it.name == '" + model + "' }.collect { it.version + ' ' + it.state }");
  }

  @Test
  void versionsLiveSideBySideUnderLabels() throws IOException {
    byte[] twice = TestModels.torchScript("torch.add(x, x, alpha=1)");
    byte[] half = TestModels.torchScript(TestRepository.HALVED);
    TestModels.write(folder("labelled/1"), "torchscript", twice, "");
    TestModels.write(folder("labelled/2"), "torchscript", half, "");
    Files.writeString(
        folder("labelled/labels.json"), "{\"stable\": 1, \"canary\": 2, \"canary_share\": 0.5}");
    change("keeper", "labelled", "load").statusCode(200);

    assertEquals(4, ask("labelled", "stable"), 0);
    assertEquals(1, ask("labelled", "canary"), 0);
    assertEquals(1, ask("labelled", "2"), 0);
    int canary = 0;
    for (int i = 0; i < 200; i++) {
      canary += ask("labelled", "") == 1 ? 1 : 0;
    }
    // Further off than five deviations of a fair coin's 200 throws.
    assertTrue(canary > 60 && canary < 140, "canary answered " + canary + " of 200");
    assertEquals(List.of("1 READY", "2 READY"), states("labelled"));
  }

  @Test
  void swapsUnderLoadWithoutAFailedRequest() throws Exception {
    byte[] twice = TestModels.torchScript("torch.add(x, x, alpha=1)");
    byte[] half = TestModels.torchScript(TestRepository.HALVED);
    TestModels.write(folder("swapped/1"), "torchscript", twice, TestRepository.BATCHED);
    change("keeper", "swapped", "load").statusCode(200);
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        answers.add(
            callers.submit(
                () -> {
                  int answered = 0;
                  while (!over.get()) {
                    float y = ask("swapped", "");
                    assertTrue(y == 4 || y == 1, "an answer of neither version");
                    answered++;
                  }
                  return answered;
                }));
      }
      for (int i = 0; i < 10; i++) {
        TestModels.write(
            folder("swapped/1"), "torchscript", i % 2 == 0 ? half : twice, TestRepository.BATCHED);
        change("keeper", "swapped", "load").statusCode(200);
        assertEquals(i % 2 == 0 ? 1 : 4, ask("swapped", ""), 0);
      }
      over.set(true);
      for (Future<Integer> answer : answers) {
        assertTrue(answer.get() > 0);
      }
    }
    change("keeper", "swapped", "unload").statusCode(200);
    assertEquals(List.of("1 UNAVAILABLE"), states("swapped"));
    caller("keeper").get("/v2/models/swapped/ready").then().statusCode(503);
  }

  @Test
  void whatIsWrongIsNotTakenUpAndWhatWasThereAnswersOn() throws IOException {
    TestModels.write(folder("broken/1"), "onnx", TestModels.onnx(), "");
    change("keeper", "broken", "load").statusCode(200);

    refused("not-approved", "torchscript", TestModels.torchScript("torch.neg(x)"), "", "approved");
    refused("no-archive", "torchscript", TestModels.onnx(), "", "approved-programs");
    refused("no-onnx", "onnx", new byte[] {1, 2, 3}, "", "ONNX Runtime does not take");
    refused("a-zip", "onnx", TestModels.torchScript("x"), "", "ONNX Runtime does not take");
    refused("unknown", "onnx", TestModels.onnx(), ", \"gpu\": true", "gpu");
    refused(
        "two-batchings", "onnx", TestModels.onnx(), ", \"batching\": {\"largest\": -1}", "largest");
    TestModels.write(folder("broken/2"), "onnx", TestModels.onnx(), "");
    Files.write(folder("broken/2/model.bin"), new byte[] {1});
    change("keeper", "broken", "load").statusCode(412).body("error", containsString("size"));
    byte[] other = TestModels.onnx();
    other[other.length - 1] ^= 1;
    Files.write(folder("broken/2/model.bin"), other);
    change("keeper", "broken", "load").statusCode(412).body("error", containsString("SHA-256"));
    Files.createDirectories(folder("broken/latest"));
    change("keeper", "broken", "load")
        .statusCode(412)
        .body("error", containsString("whole number"));

    assertEquals(4, ask("broken", ""), 0);
  }

  private void refused(String model, String engine, byte[] file, String more, String why)
      throws IOException {
    TestModels.write(folder(model + "/1"), engine, file, more);
    change("keeper", model, "load").statusCode(412).body("error", containsString(why));
    caller("keeper").get("/v2/models/" + model + "/ready").then().statusCode(503);
  }

  @Test
  void filesThatLeadElsewhereAreNotFollowed() throws IOException {
    TestModels.write(folder("linked/1"), "onnx", TestModels.onnx(), "");
    Path moved = Files.move(folder("linked/1/model.bin"), repository.resolve("elsewhere.bin"));
    Files.createSymbolicLink(folder("linked/1/model.bin"), moved);
    change("keeper", "linked", "load").statusCode(anyOf(is(412), is(503)));
    change("keeper", "..%2F..%2Fshared%2Fecho", "load").statusCode(404);
  }

  @Test
  void aTenantsModelIsNobodyElses() throws IOException {
    TestModels.write(folder("own/1"), "onnx", TestModels.onnx(), "");
    change("stranger", "own", "load").statusCode(404);
    change("keeper", "own", "load").statusCode(200);
    caller("stranger").get("/v2/models/own").then().statusCode(404);
    change("stranger", "own", "unload").statusCode(404);
    assertEquals(4, ask("own", ""), 0);
    caller("stranger")
        .body("{\"ready\": true}")
        .post("/v2/repository/index")
        .then()
        .body("name", hasItem("echo-one"))
        .body("name", not(hasItem("own")));
    change("keeper", "echo-one", "unload").statusCode(403);
    change("operators", "echo-one", "load").statusCode(200);
    caller("keeper")
        .body("{\"parameters\": {\"config\": \"{}\"}}")
        .post("/v2/repository/models/own/load")
        .then()
        .statusCode(400);
  }
}
