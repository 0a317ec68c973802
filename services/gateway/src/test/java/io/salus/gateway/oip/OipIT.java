package io.salus.gateway.oip;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.*;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.salus.gateway.fakes.FakeServices;
import io.salus.proto.oip.v2.GRPCInferenceServiceGrpc;
import io.salus.proto.oip.v2.InferTensorContents;
import io.salus.proto.oip.v2.ModelInferRequest;
import io.salus.proto.oip.v2.ModelInferRequest.InferInputTensor;
import io.salus.proto.oip.v2.ModelMetadataRequest;
import io.salus.proto.oip.v2.ModelReadyRequest;
import io.salus.proto.oip.v2.ServerLiveRequest;
import io.salus.service.grpc.Bearer;
import io.salus.testkit.RawCalls;
import io.salus.testkit.TestTokens;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class OipIT {
  private static final String INFER =
      GRPCInferenceServiceGrpc.getModelInferMethod().getFullMethodName();

  private static RequestSpecification caller() {
    return given().auth().oauth2(TestTokens.admin("clinic"));
  }

  @Test
  void serverAnswersWithoutAToken() {
    given().get("/v2").then().statusCode(200).body("path", is("/v2"));
    given().get("/v2/health/live").then().statusCode(200).body("method", is("GET"));
    given().get("/v2/models/double").then().statusCode(401).body("error", notNullValue());
  }

  @Test
  void passesEveryAddressAsItIs() {
    caller()
        .contentType("application/json")
        .body("{}")
        .urlEncodingEnabled(false)
        .post("/v2/models/a%2Fb/versions/3/infer")
        .then()
        .statusCode(200)
        .body("method", is("POST"))
        .body("path", is("/v2/models/a%2Fb/versions/3/infer"))
        .body("bytes", is(2));
  }

  @Test
  void passesBytesAfterTheJson() {
    byte[] body = {'{', '}', 0, (byte) 0xff, 7};
    byte[] answer =
        caller()
            .contentType("application/octet-stream")
            .header("Inference-Header-Content-Length", 2)
            .body(body)
            .post("/v2/models/double/infer")
            .then()
            .statusCode(200)
            .contentType("application/octet-stream")
            .header("Inference-Header-Content-Length", is("2"))
            .extract()
            .asByteArray();
    Assertions.assertArrayEquals(body, answer);
    caller()
        .header("Inference-Header-Content-Length", "-2")
        .body(body)
        .post("/v2/models/double/infer")
        .then()
        .statusCode(400)
        .body("error", containsString("Inference-Header-Content-Length"));
  }

  @Test
  void refusalsComeWithWhenToComeAgain() {
    caller()
        .contentType("application/json")
        .body("{}")
        .post("/v2/models/full/infer")
        .then()
        .statusCode(429)
        .header("Retry-After", is("3"));
    caller()
        .contentType("application/json")
        .body("{}")
        .post("/v2/models/away/infer")
        .then()
        .statusCode(503)
        .header("Retry-After", is("1"))
        .body("error", notNullValue());
  }

  @Test
  void passesGrpcThroughWithTheCallersToken() {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("localhost", RestAssured.port).usePlaintext().build();
    try {
      var stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
      var asCaller = stub.withCallCredentials(new Bearer(TestTokens.admin("clinic")));
      var request = ModelMetadataRequest.newBuilder().setName("double").build();
      Assertions.assertTrue(stub.serverLive(ServerLiveRequest.getDefaultInstance()).getLive());
      Assertions.assertEquals("double", asCaller.modelMetadata(request).getName());
      StatusRuntimeException refused =
          Assertions.assertThrows(StatusRuntimeException.class, () -> stub.modelMetadata(request));
      Assertions.assertEquals(io.grpc.Status.Code.UNAUTHENTICATED, refused.getStatus().getCode());
      StatusRuntimeException missing =
          Assertions.assertThrows(
              StatusRuntimeException.class,
              () -> asCaller.modelMetadata(request.toBuilder().setName("none").build()));
      Assertions.assertEquals(io.grpc.Status.Code.NOT_FOUND, missing.getStatus().getCode());
    } finally {
      channel.shutdownNow();
    }
  }

  /** A plain call takes a way of its own, a compressed one that of all other methods. */
  @Test
  void inferenceIsTheSameOnBothWays() {
    byte[] known = row("double");
    try (RawCalls calls = new RawCalls("localhost", RestAssured.port)) {
      for (byte[] request : List.of(known, row("none"))) {
        for (String token :
            new @Nullable String[] {TestTokens.admin("clinic"), "not.a.token", null}) {
          String answer = calls.call(INFER, request, token, false);
          Assertions.assertEquals(calls.call(INFER, request, token, true), answer);
          Assertions.assertEquals(
              token != null && token.length() > 20 && request == known,
              !answer.contains(" "),
              answer);
        }
      }
      String missing = calls.call(INFER, row("none"), TestTokens.admin("clinic"), false);
      Assertions.assertEquals(
          "NOT_FOUND There is no such model. salus-error-code=not-found", missing);
    }
  }

  /** Inference is told that nobody waits any more, whichever way the request came. */
  @Test
  void whoGoesAwayIsGivenUp() throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("localhost", RestAssured.port).usePlaintext().build();
    try {
      var bearer = new Bearer(TestTokens.admin("clinic"));
      var ready = GRPCInferenceServiceGrpc.newBlockingStub(channel).withCallCredentials(bearer);
      var later = GRPCInferenceServiceGrpc.newStub(channel).withCallCredentials(bearer);
      CancellableContext client = Context.current().withCancellation();
      client.run(() -> later.modelInfer(rowOf("never"), new Nobody<>()));
      until(ready, "asked", 1);
      client.cancel(null);
      until(ready, "given-up", 1);
      try (Socket http = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
        http.getOutputStream()
            .write(
                ("POST /v2/models/never/infer HTTP/1.1\r\nHost: salus\r\nAuthorization: Bearer "
                        + TestTokens.admin("clinic")
                        + "\r\nContent-Length: 2\r\n\r\n{}")
                    .getBytes(StandardCharsets.US_ASCII));
        until(ready, "asked", 2);
      }
      until(ready, "given-up", 2);
    } finally {
      channel.shutdownNow();
    }
  }

  private static void until(
      GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub inference, String what, int times) {
    var request =
        ModelReadyRequest.newBuilder().setName(what).setVersion(Integer.toString(times)).build();
    // After five seconds the gateway gives any call up.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
    while (!inference.modelReady(request).getReady()) {
      Assertions.assertTrue(System.nanoTime() < end, what + " " + times);
    }
  }

  private static byte[] row(String model) {
    return rowOf(model).toByteArray();
  }

  private static ModelInferRequest rowOf(String model) {
    return ModelInferRequest.newBuilder()
        .setModelName(model)
        .addInputs(
            InferInputTensor.newBuilder()
                .setName("x")
                .setDatatype("FP32")
                .addShape(1)
                .setContents(InferTensorContents.newBuilder().addFp32Contents(3)))
        .build();
  }

  /** Whose answers nobody waits for. */
  private static final class Nobody<R> implements StreamObserver<R> {
    @Override
    public void onNext(R answer) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
