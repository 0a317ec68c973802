package io.salus.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.proto.inference.v1.CallRequest;
import io.salus.proto.inference.v1.ProtocolServiceGrpc;
import io.salus.proto.oip.v2.GRPCInferenceServiceGrpc;
import io.salus.proto.oip.v2.InferTensorContents;
import io.salus.proto.oip.v2.ModelInferRequest;
import io.salus.proto.oip.v2.ModelInferRequest.InferInputTensor;
import io.salus.testkit.RawCalls;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Inference is answered before the general gRPC server sees it, and what is compressed by that
 * server: nobody may see a difference.
 */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class ShortCallsIT {
  private static final String INFER =
      GRPCInferenceServiceGrpc.getModelInferMethod().getFullMethodName();
  private static final String REST = ProtocolServiceGrpc.getCallMethod().getFullMethodName();
  private static final String ROW =
      "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,2]}]}";

  @TestHTTPResource("/")
  URI address;

  @Inject
  @ConfigProperty(name = "salus.models.repository")
  Path repository;

  private final String admin = TestTokens.admin("oip");
  private RawCalls calls;

  @BeforeEach
  void open() {
    calls = new RawCalls(address.getHost(), address.getPort());
  }

  @AfterEach
  void close() {
    calls.close();
  }

  @Test
  void tensorsAreAnsweredAsTheGeneralServerAnswersThem() {
    same(
        INFER,
        List.of(
            typed("twice", 1, 2).build().toByteArray(),
            typed("twice-torch", 1, 2).setId("a").setModelVersion("1").build().toByteArray(),
            raw("twice", 8).toByteArray(),
            raw("twice", 7).toByteArray(),
            typed("twice", 1, 2, 3).build().toByteArray(),
            typed("twice", Float.POSITIVE_INFINITY, 2).build().toByteArray(),
            typed("absent", 1, 2).build().toByteArray(),
            typed("twice", 1, 2).setModelVersion("none").build().toByteArray(),
            new byte[0]));
    assertEquals(
        "NOT_FOUND",
        word(calls.call(INFER, typed("no", 1, 2).build().toByteArray(), admin, false)));
  }

  @Test
  void addressesOfTheProtocolAreAnsweredAsTheGeneralServerAnswersThem() {
    same(
        REST,
        List.of(
            rest("GET", "/v2", ""),
            rest("GET", "/v2/health/live", ""),
            rest("GET", "/v2/models/twice", ""),
            rest("GET", "/v2/models/absent", ""),
            rest("GET", "/v2/models/twice/infer", ""),
            rest("POST", "/v2/models/twice/infer", ROW),
            rest("POST", "/v2/models/twice/infer", "{"),
            rest("POST", "/v2/models/twice/versions/2/infer", ROW),
            rest("GET", "/elsewhere", ""),
            new byte[0]));
  }

  private void same(String method, List<byte[]> requests) {
    String bound = TestTokens.patient("oip", "p", "patient/*.rs salus/models.score");
    for (int i = 0; i < requests.size(); i++) {
      for (String token : new @Nullable String[] {admin, bound, "not.a.token", null}) {
        assertEquals(
            calls.call(method, requests.get(i), token, true),
            calls.call(method, requests.get(i), token, false),
            method + " " + i + " " + token);
      }
    }
  }

  /** A slow model answers from another thread, and not to who waits no longer. */
  @Test
  void deadlinesHoldInTheQueue() throws Exception {
    TestModels.write(
        repository.resolve("tenants/waiting/slow/1"),
        "torchscript",
        TestModels.torchScript(TestRepository.SLOW),
        "");
    String token = TestTokens.admin("waiting");
    calls.call(REST, rest("POST", "/v2/repository/models/slow/load", ""), token, false);
    byte[] request = typed("slow", 1, 2).build().toByteArray();
    Map<String, String> brief = Map.of("authorization", "Bearer " + token, "grpc-timeout", "1u");
    for (boolean compressed : new boolean[] {true, false}) {
      assertEquals("DEADLINE_EXCEEDED", word(calls.call(INFER, request, brief, compressed)));
    }
    assertEquals(calls.call(INFER, request, token, true), calls.call(INFER, request, token, false));
  }

  @Test
  void whatIsNoMessageOrTooLargeIsRefused() {
    assertEquals("INTERNAL", word(calls.call(INFER, new byte[] {10, 100, 1}, admin, false)));
    assertEquals(
        "RESOURCE_EXHAUSTED", word(calls.call(INFER, new byte[(16 << 20) + 1], admin, false)));
  }

  private static String word(String answer) {
    int end = answer.indexOf(' ');
    return end < 0 ? answer : answer.substring(0, end);
  }

  private static ModelInferRequest.Builder typed(String model, float... row) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    for (float value : row) {
      contents.addFp32Contents(value);
    }
    return ModelInferRequest.newBuilder().setModelName(model).addInputs(x().setContents(contents));
  }

  private static ModelInferRequest raw(String model, int bytes) {
    return ModelInferRequest.newBuilder()
        .setModelName(model)
        .addInputs(x())
        .addRawInputContents(ByteString.copyFrom(new byte[bytes]))
        .build();
  }

  private static InferInputTensor.Builder x() {
    return InferInputTensor.newBuilder().setName("x").setDatatype("FP32").addShape(1).addShape(2);
  }

  private static byte[] rest(String method, String path, String body) {
    return CallRequest.newBuilder()
        .setMethod(method)
        .setPath(path)
        .setBody(ByteString.copyFromUtf8(body))
        .build()
        .toByteArray();
  }
}
