package io.salus.inference;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.salus.proto.oip.v2.InferTensorContents;
import io.salus.proto.oip.v2.ModelInferRequest;
import io.salus.proto.oip.v2.ModelInferRequest.InferInputTensor;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** More clients than a slow model can answer: each gets its own answer or is told when to come. */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class SaturationIT {
  private static final Metadata.Key<String> RETRY_AFTER =
      Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER);

  @TestHTTPResource("/")
  URI address;

  @Inject
  @ConfigProperty(name = "salus.models.repository")
  Path repository;

  private final String token = TestTokens.admin("crowd");

  @Test
  void whatDoesNotFitIsRefusedInBothFacesOfTheProtocol() throws Exception {
    TestModels.write(
        repository.resolve("tenants/crowd/slow/1"),
        "torchscript",
        TestModels.torchScript(TestRepository.SLOW),
        ", \"batching\": {\"queue\": 1}");
    given()
        .port(address.getPort())
        .auth()
        .oauth2(token)
        .post("/v2/repository/models/slow/load")
        .then()
        .statusCode(200);
    int answered = 0;
    try (TestClients clients = new TestClients(address.getPort());
        ExecutorService callers = Executors.newFixedThreadPool(24)) {
      List<Future<Boolean>> asked = new ArrayList<>();
      for (int i = 0; i < 96; i++) {
        float value = i;
        Callable<Boolean> ask = i % 2 == 0 ? () -> http(value) : () -> grpc(clients, value);
        asked.add(callers.submit(ask));
      }
      for (Future<Boolean> one : asked) {
        answered += one.get() ? 1 : 0;
      }
    }
    assertTrue(answered > 0 && answered < 96, "answered " + answered);
  }

  private boolean http(float value) {
    Response response =
        given()
            .port(address.getPort())
            .auth()
            .oauth2(token)
            .body(
                "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[%s,1]}]}"
                    .formatted(value))
            .post("/v2/models/slow/infer");
    if (response.statusCode() == 429) {
      assertEquals("1", response.header("Retry-After"));
      assertTrue(response.jsonPath().getString("error").contains("try again"));
      return false;
    }
    assertEquals(200, response.statusCode());
    assertEquals(value, response.jsonPath().getFloat("outputs[0].data[0]"));
    return true;
  }

  private boolean grpc(TestClients clients, float value) {
    ModelInferRequest request =
        ModelInferRequest.newBuilder()
            .setModelName("slow")
            .addInputs(
                InferInputTensor.newBuilder()
                    .setName("x")
                    .setDatatype("FP32")
                    .addShape(1)
                    .addShape(2)
                    .setContents(
                        InferTensorContents.newBuilder().addFp32Contents(value).addFp32Contents(1)))
            .build();
    try {
      assertEquals(
          value,
          clients
              .tensors(token)
              .modelInfer(request)
              .getOutputs(0)
              .getContents()
              .getFp32Contents(0));
      return true;
    } catch (StatusRuntimeException e) {
      Metadata trailers = e.getTrailers();
      assertEquals(Code.RESOURCE_EXHAUSTED, e.getStatus().getCode());
      assertEquals("1", trailers == null ? null : trailers.get(RETRY_AFTER));
      return false;
    }
  }
}
