package io.salus.inference;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.salus.proto.oip.v2.InferParameter;
import io.salus.proto.oip.v2.InferTensorContents;
import io.salus.proto.oip.v2.ModelConfigRequest;
import io.salus.proto.oip.v2.ModelInferRequest;
import io.salus.proto.oip.v2.ModelInferRequest.InferInputTensor;
import io.salus.proto.oip.v2.ModelInferResponse;
import io.salus.proto.oip.v2.ModelStatisticsRequest;
import io.salus.proto.oip.v2.ServerMetadataRequest;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Open Inference Protocol v2 and Triton's extensions, sentence by sentence: inference_rest.md and
 * inference_grpc.md of kserve/open-inference-protocol, extension_*.md of triton-inference-server.
 */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class ProtocolIT {
  private static final String ONE =
      """
      {"id": "42", "inputs": [{"name": "x", "shape": [2, 3], "datatype": "FP32", "data": [1, 2, 3, 4, 5, 6.5]}]}""";

  @TestHTTPResource("/")
  URI address;

  private TestClients clients;
  private final String token = TestTokens.admin("oip");

  @BeforeEach
  void connect() {
    clients = new TestClients(address.getPort());
  }

  @AfterEach
  void close() {
    clients.close();
  }

  private ValidatableResponse infer(String model, String body) {
    return clients
        .http(token)
        .contentType("application/json")
        .body(body)
        .post("/v2/models/" + model + "/infer")
        .then();
  }

  // inference_rest.md, "Server Metadata", "Server Live", "Server Ready"
  @Test
  void theServerSaysWhatItIsToEverybody() {
    given()
        .port(address.getPort())
        .get("/v2")
        .then()
        .statusCode(200)
        .body("name", is("salus"))
        .body("version", not(emptyString()))
        .body("extensions", hasItems("binary_tensor_data", "model_repository", "statistics"));
    given().port(address.getPort()).get("/v2/health/live").then().body("live", is(true));
    given().port(address.getPort()).get("/v2/health/ready").then().body("ready", is(true));
    given().port(address.getPort()).get("/v2/models/echo").then().statusCode(401);
    assertTrue(
        clients
            .tensors()
            .serverMetadata(ServerMetadataRequest.getDefaultInstance())
            .getExtensionsList()
            .contains("schedule_policy"));
  }

  // "Model Metadata", "Model Ready": with and without /versions/
  @Test
  void modelsSayWhatTheyTake() {
    for (String path : List.of("/v2/models/twice", "/v2/models/twice/versions/1")) {
      clients
          .http(token)
          .get(path)
          .then()
          .statusCode(200)
          .body("name", is("twice"))
          .body("versions", contains("1"))
          .body("platform", is("onnx_onnxv1"))
          .body("inputs[0].name", is("x"))
          .body("inputs[0].datatype", is("FP32"))
          .body("inputs[0].shape", contains(-1, 2))
          .body("outputs[0].name", is("y"));
      clients
          .http(token)
          .get(path + "/ready")
          .then()
          .statusCode(200)
          .body("name", is("twice"))
          .body("ready", is(true));
    }
    clients.http(token).get("/v2/models/none").then().statusCode(404).body("error", notNullValue());
    clients.http(token).get("/v2/models/none/ready").then().statusCode(503);
    clients.http(token).get("/v2/models/twice/version/1").then().statusCode(404);
    clients
        .http(token)
        .delete("/v2/models/twice")
        .then()
        .statusCode(405)
        .header("Allow", is("GET"));
    clients
        .http(token)
        .get("/v2/models/twice/infer")
        .then()
        .statusCode(405)
        .header("Allow", is("POST"));
  }

  // "Inference Request": id is returned; data flat or nested; outputs optional
  @Test
  void answersRequestsAsTheyAreWritten() {
    infer("echo-one", ONE)
        .statusCode(200)
        .contentType("application/json")
        .body("model_name", is("echo-one"))
        .body("model_version", is("1"))
        .body("id", is("42"))
        .body("outputs[0].name", is("y"))
        .body("outputs[0].datatype", is("FP32"))
        .body("outputs[0].shape", contains(2, 3))
        .body("outputs[0].data", contains(1f, 2f, 3f, 4f, 5f, 6.5f));
    infer("echo-one/versions/1", ONE.replace("1, 2, 3, 4, 5, 6.5", "[1,2,3],[4,5,6.5]"))
        .body("outputs[0].data", contains(1f, 2f, 3f, 4f, 5f, 6.5f));
    // The order of properties means nothing in JSON: data may come before its datatype.
    infer(
            "echo-one",
            """
            {"inputs": [{"data": [1, 2, 3], "shape": [1, 3], "datatype": "FP32", "name": "x"}],
             "outputs": [{"name": "y"}]}""")
        .statusCode(200)
        .body("outputs[0].data", contains(1f, 2f, 3f))
        .body("id", nullValue());
    infer("echo-one", ONE.replace("\"id\"", "\"outputs\": [{\"name\": \"z\"}], \"id\""))
        .statusCode(400)
        .body("error", containsString("'z'"));
  }

  // What is wrong is told by the tensor's name
  @Test
  void refusalsNameTheTensor() {
    refused(ONE.replace("[2, 3]", "[2, 4]"), "'x'");
    refused(ONE.replace("[2, 3]", "[3, 2]"), "'x': its shape must be [-1, 3]");
    refused(ONE.replace("[2, 3]", "[-1, 3]"), "'x': its shape [-1, 3] is not possible");
    refused(ONE.replace("\"FP32\"", "\"INT8\"").replace("6.5", "6"), "'x': its datatype must be");
    refused(ONE.replace("\"FP32\"", "\"FP31\""), "'x': its datatype is none");
    refused(ONE.replace("6.5", "1e300"), "'x': element [1, 2] is infinite");
    refused(ONE.replace("6.5", "null"), "'x': element [1, 2] is NaN");
    refused(ONE.replace("6.5", "\"a\""), "'x': element 5 does not fit FP32");
    refused(ONE.replace("\"x\"", "\"y\""), "'x': is missing; the request has 'y'");
    refused(ONE.replace("\"inputs\"", "\"outputs\""), "outputs[0].shape");
    refused("{", "not well-formed");
    refused("[]", "JSON object");
    refused("{}", "inputs");
    refused(ONE + "{}", "");
  }

  private void refused(String body, String why) {
    infer("echo-one", body).statusCode(400).body("error", containsString(why));
  }

  // extension_schedule_policy.md
  @Test
  void aTimeThatPassedIsTold() {
    String late = ONE.replace("\"id\"", "\"parameters\": {\"timeout\": 1}, \"id\"");
    infer("echo-one", late).statusCode(anyOf(is(504), is(200)));
    infer("echo-one", ONE.replace("\"id\"", "\"parameters\": {\"priority\": 1}, \"id\""))
        .statusCode(200);
    infer("echo-one", ONE.replace("\"id\"", "\"parameters\": {\"priority\": -1}, \"id\""))
        .statusCode(400)
        .body("error", containsString("priority"));
  }

  @Test
  void enginesComputeBatchesOfAnySize() {
    for (String model : List.of("twice", "twice-torch")) {
      for (int rows : new int[] {1, 3, 8, 21}) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        for (int i = 0; i < 2 * rows; i++) {
          contents.addFp32Contents(i);
        }
        ModelInferResponse answer =
            clients
                .tensors(token)
                .modelInfer(
                    ModelInferRequest.newBuilder()
                        .setModelName(model)
                        .putParameters(
                            "timeout",
                            InferParameter.newBuilder().setInt64Param(60_000_000).build())
                        .addInputs(
                            InferInputTensor.newBuilder()
                                .setName("x")
                                .setDatatype("FP32")
                                .addShape(rows)
                                .addShape(2)
                                .setContents(contents))
                        .build());
        List<Float> doubled = answer.getOutputs(0).getContents().getFp32ContentsList();
        assertEquals(2 * rows, doubled.size(), model);
        for (int i = 0; i < 2 * rows; i++) {
          assertEquals(2f * i, doubled.get(i), 0, model);
        }
      }
    }
  }

  // extension_model_configuration.md, extension_statistics.md
  @Test
  void configurationAndStatisticsAreTritons() {
    clients
        .http(token)
        .get("/v2/models/twice/config")
        .then()
        .statusCode(200)
        .body("max_batch_size", is(8))
        .body("input[0].data_type", is("TYPE_FP32"))
        .body("input[0].dims", contains(2))
        .body("dynamic_batching.preferred_batch_size", contains(1, 2, 4, 8));
    assertEquals(
        8,
        clients
            .tensors(token)
            .modelConfig(ModelConfigRequest.newBuilder().setName("twice").build())
            .getConfig()
            .getMaxBatchSize());
    infer("echo-one", ONE).statusCode(200);
    clients
        .http(token)
        .get("/v2/models/echo-one/stats")
        .then()
        .statusCode(200)
        .body("model_stats[0].name", is("echo-one"))
        .body("model_stats[0].inference_count", greaterThanOrEqualTo(2))
        .body("model_stats[0].inference_stats.success.count", greaterThanOrEqualTo(1))
        .body("model_stats[0].batch_stats.batch_size", hasItem(2));
    clients
        .http(token)
        .get("/v2/models/stats")
        .then()
        .body("model_stats.name", hasItem("echo-one"));
    assertTrue(
        clients
                .tensors(token)
                .modelStatistics(ModelStatisticsRequest.newBuilder().setName("echo-one").build())
                .getModelStats(0)
                .getExecutionCount()
            > 0);
  }
}
