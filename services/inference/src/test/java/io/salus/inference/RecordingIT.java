package io.salus.inference;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.salus.proto.oip.v2.ModelInferRequest;
import io.salus.proto.oip.v2.ModelInferRequest.InferInputTensor;
import io.salus.proto.oip.v2.ModelInferResponse;
import io.salus.service.tenant.TenantTransactions;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models whose manifest says {@code "record": "all"}. */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class RecordingIT {
  private static final String ALL = ", \"record\": \"all\"";

  @TestHTTPResource("/")
  URI address;

  @Inject
  @ConfigProperty(name = "salus.models.repository")
  Path repository;

  @Inject TenantTransactions transactions;
  @Inject DataSource dataSource;
  private TestClients clients;
  private final String token = TestTokens.scoped("recorded", "salus/models.score");
  private final String auditor = TestTokens.scoped("recorded", "salus/models.audit");

  @BeforeEach
  void take() throws Exception {
    clients = new TestClients(address.getPort());
    TestModels.write(
        repository.resolve("tenants/recorded/kept/1"),
        "onnx",
        TestModels.onnx(),
        TestRepository.BATCHED + ALL);
    caller(TestTokens.admin("recorded"))
        .post("/v2/repository/models/kept/load")
        .then()
        .statusCode(200);
  }

  @AfterEach
  void close() {
    clients.close();
  }

  private RequestSpecification caller(String bearer) {
    return clients.http(bearer);
  }

  private ValidatableResponse ask(String bearer, String body) {
    return caller(bearer).body(body).post("/v2/models/kept/infer").then();
  }

  private static String rows(int rows, float first) {
    StringBuilder data = new StringBuilder();
    for (int i = 0; i < 2 * rows; i++) {
      data.append(i == 0 ? "" : ",").append(first + i);
    }
    return "{\"inputs\":[{\"name\":\"x\",\"shape\":[%d,2],\"datatype\":\"FP32\",\"data\":[%s]}]}"
        .formatted(rows, data);
  }

  private ValidatableResponse stored(String id) {
    return caller(auditor).get("/v2/models/kept/calls/" + id).then();
  }

  @Test
  void aCallIsStoredBeforeItIsAnsweredAndCanBeReadAndReplayed() {
    String id =
        ask(token, rows(3, 4711.5f))
            .statusCode(200)
            .body("outputs[0].data[0]", is(9423f))
            .extract()
            .path("parameters.salus_call");

    stored(id)
        .statusCode(200)
        .body("model_name", is("kept"))
        .body("model_version", is("1"))
        .body("requested_by", not(emptyString()))
        .body("batch_rows", is(4))
        .body("inputs[0].name", is("x"))
        .body("inputs[0].shape", contains(3, 2))
        .body("inputs[0].data[0]", is(4711.5f))
        .body("outputs[0].data[5]", is(9433f));
    caller(auditor)
        .post("/v2/models/kept/calls/" + id + "/replay")
        .then()
        .statusCode(200)
        .body("id", is(id))
        .body("identical", is(true));
  }

  @Test
  void callsOverGrpcAreStoredWithTheBatchThatTheyWereIn() throws Exception {
    List<String> ids = new ArrayList<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(16)) {
      List<Future<ModelInferResponse>> answers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        float value = i;
        answers.add(callers.submit(() -> clients.tensors(token).modelInfer(raw(value))));
      }
      for (Future<ModelInferResponse> answer : answers) {
        ids.add(answer.get().getParametersOrThrow("salus_call").getStringParam());
      }
    }
    for (int i = 0; i < 64; i += 9) {
      stored(ids.get(i)).body("inputs[0].data", contains((float) i, 0.5f));
      caller(auditor)
          .post("/v2/models/kept/calls/" + ids.get(i) + "/replay")
          .then()
          .body("identical", is(true));
    }
    List<String> newest =
        caller(auditor)
            .body("{\"limit\": 10}")
            .post("/v2/models/kept/calls/index")
            .then()
            .statusCode(200)
            .body("calls", hasSize(10))
            .body("calls[0].inputs", nullValue())
            .extract()
            .path("calls.id");
    caller(auditor)
        .body("{\"limit\": 1, \"before\": \"" + newest.get(3) + "\"}")
        .post("/v2/models/kept/calls/index")
        .then()
        .body("calls.id", contains(newest.get(4)));
  }

  private static ModelInferRequest raw(float value) {
    ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putFloat(value).putFloat(0.5f).flip();
    return ModelInferRequest.newBuilder()
        .setModelName("kept")
        .addInputs(
            InferInputTensor.newBuilder().setName("x").setDatatype("FP32").addShape(1).addShape(2))
        .addRawInputContents(ByteString.copyFrom(bytes))
        .build();
  }

  @Test
  void moreRowsThanABatchAreReplayedInTheSameParts() {
    String id = ask(token, rows(21, 1)).statusCode(200).extract().path("parameters.salus_call");
    stored(id).body("batch_rows", is(8)).body("outputs[0].shape", contains(21, 2));
    caller(auditor)
        .post("/v2/models/kept/calls/" + id + "/replay")
        .then()
        .body("identical", is(true));
  }

  @Test
  void whatCannotBeStoredIsNotAnsweredAndItsNeighboursAre() throws Exception {
    JwtClaims claims = TestTokens.shared().claims("recorded", "salus/models.score");
    claims.setSubject("no\u0000body");
    String unstorable = TestTokens.shared().sign(claims);
    try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> statuses = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        String bearer = i % 4 == 0 ? unstorable : token;
        statuses.add(callers.submit(() -> ask(bearer, rows(1, 1)).extract().statusCode()));
      }
      for (int i = 0; i < statuses.size(); i++) {
        assertEquals(i % 4 == 0 ? 503 : 200, statuses.get(i).get());
      }
    }
    ask(unstorable, rows(1, 1)).statusCode(503).body("error", containsString("is not answered"));
  }

  @Test
  void storedTensorsAreEncryptedAndForAuditorsOfTheTenantAlone() throws Exception {
    String id = ask(token, rows(1, 77.5f)).extract().path("parameters.salus_call");
    byte[] plain = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(77.5f).array();
    byte[] kept =
        transactions.call(
            "recorded",
            () -> {
              try (var connection = dataSource.getConnection();
                  ResultSet row =
                      connection
                          .createStatement()
                          .executeQuery(
                              "select inputs from recorded_call where id = '" + id + "'")) {
                assertTrue(row.next());
                return row.getBytes(1);
              }
            });
    assertFalse(text(kept).contains(text(plain)));

    caller(token).get("/v2/models/kept/calls/" + id).then().statusCode(403);
    given().port(address.getPort()).get("/v2/models/kept/calls/" + id).then().statusCode(401);
    caller(TestTokens.patient("recorded", "p", "patient/*.rs salus/models.audit"))
        .get("/v2/models/kept/calls/" + id)
        .then()
        .statusCode(403);
    String stranger = TestTokens.scoped("stranger", "salus/models.audit");
    caller(stranger).get("/v2/models/kept/calls/" + id).then().statusCode(404);
    caller(stranger)
        .post("/v2/models/kept/calls/index")
        .then()
        .statusCode(200)
        .body("calls", empty());
    caller(auditor).get("/v2/models/other/calls/" + id).then().statusCode(404);
    caller(auditor).get("/v2/models/kept/calls/no-id").then().statusCode(404);
    caller(auditor).get("/v2/models/kept/calls/index").then().statusCode(405);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void replaySaysWhenTheFileIsAnotherByNow() throws Exception {
    String id = ask(token, rows(1, 1)).extract().path("parameters.salus_call");
    byte[] other = TestModels.torchScript(TestRepository.HALVED);
    TestModels.write(repository.resolve("tenants/recorded/kept/1"), "torchscript", other, ALL);
    caller(TestTokens.admin("recorded"))
        .post("/v2/repository/models/kept/load")
        .then()
        .statusCode(200);
    caller(auditor)
        .post("/v2/models/kept/calls/" + id + "/replay")
        .then()
        .statusCode(412)
        .body("error", containsString("not the one that answered"));
  }
}
