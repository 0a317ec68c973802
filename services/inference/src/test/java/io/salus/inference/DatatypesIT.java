package io.salus.inference;

import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.salus.inference.tensor.Datatype;
import io.salus.proto.oip.v2.InferTensorContents;
import io.salus.proto.oip.v2.ModelInferRequest;
import io.salus.proto.oip.v2.ModelInferRequest.InferInputTensor;
import io.salus.proto.oip.v2.ModelInferResponse;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tensors of every type, as JSON, as bytes behind JSON and over gRPC. */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class DatatypesIT {
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

  // "Tensor Data Types": every type that JSON can carry, at its ends
  @Test
  void jsonCarriesEveryDatatypeExactly() {
    String body = allTypes();
    ValidatableResponse answer =
        clients
            .http(token)
            .contentType("application/json")
            .body(body)
            .post("/v2/models/echo/infer")
            .then()
            .statusCode(400);
    // FP16 has no representation in JSON.
    answer.body("error", containsString("FP16"));
  }

  private static String allTypes() {
    StringBuilder inputs = new StringBuilder();
    for (Datatype type : Datatype.values()) {
      inputs
          .append(inputs.isEmpty() ? "" : ",")
          .append(
              "{\"name\":\"in_%s\",\"shape\":[1],\"datatype\":\"%s\",\"data\":[%s]}"
                  .formatted(
                      type,
                      type,
                      type == Datatype.BOOL ? "true" : type == Datatype.BYTES ? "\"a\"" : "1"));
    }
    return "{\"inputs\":[" + inputs + "]}";
  }

  // extension_binary_data.md, with the types JSON has no numbers for beside those it has
  @Test
  void bytesCarryEveryDatatypeAndJsonAnswersWithTheirValues() {
    StringBuilder inputs = new StringBuilder();
    StringBuilder outputs = new StringBuilder();
    ByteBuffer bytes = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    for (Datatype type : Datatype.values()) {
      int from = bytes.position();
      highest(type, bytes);
      inputs
          .append(inputs.isEmpty() ? "" : ",")
          .append(
              "{\"name\":\"in_%s\",\"shape\":[1],\"datatype\":\"%s\",\"parameters\":{\"binary_data_size\":%d}}"
                  .formatted(type, type, bytes.position() - from));
      outputs
          .append(outputs.isEmpty() ? "" : ",")
          .append(
              "{\"name\":\"out_%s\",\"parameters\":{\"binary_data\":%b}}"
                  .formatted(type, type.rawOnly()));
    }
    byte[] json =
        ("{\"inputs\":[" + inputs + "],\"outputs\":[" + outputs + "]}")
            .getBytes(StandardCharsets.UTF_8);
    byte[] tensors = Arrays.copyOf(bytes.array(), bytes.position());
    byte[] answer = binary("echo", json, tensors).statusCode(200).extract().asByteArray();
    String text = new String(answer, 0, answer.length - 4, StandardCharsets.UTF_8);
    for (String value :
        List.of(
            "\"out_BOOL\",\"datatype\":\"BOOL\",\"shape\":[1],\"data\":[true]",
            "[255]",
            "[65535]",
            "[4294967295]",
            "[18446744073709551615]",
            "[127]",
            "[32767]",
            "[2147483647]",
            "[9223372036854775807]",
            "[3.4028235E38]",
            "[1.7976931348623157E308]",
            "[\"Grüße\"]",
            "\"binary_data_size\":2")) {
      assertTrue(text.contains(value), value + " in " + text);
    }
    assertArrayEquals(
        new byte[] {(byte) 0xff, 0x7b, 0x7f, 0x7f},
        Arrays.copyOfRange(answer, answer.length - 4, answer.length));
    // All of them as bytes: what comes back is what went in.
    byte[] all =
        ("{\"parameters\":{\"binary_data_output\":true},\"inputs\":[" + inputs + "]}")
            .getBytes(StandardCharsets.UTF_8);
    byte[] same = binary("echo", all, tensors).statusCode(200).extract().asByteArray();
    assertArrayEquals(tensors, Arrays.copyOfRange(same, same.length - tensors.length, same.length));
  }

  /** The largest finite number of a type. */
  private static void highest(Datatype type, ByteBuffer bytes) {
    switch (type) {
      case BOOL -> bytes.put((byte) 1);
      case UINT8 -> bytes.put((byte) -1);
      case UINT16 -> bytes.putShort((short) -1);
      case UINT32 -> bytes.putInt(-1);
      case UINT64 -> bytes.putLong(-1);
      case INT8 -> bytes.put(Byte.MAX_VALUE);
      case INT16 -> bytes.putShort(Short.MAX_VALUE);
      case INT32 -> bytes.putInt(Integer.MAX_VALUE);
      case INT64 -> bytes.putLong(Long.MAX_VALUE);
      case FP16 -> bytes.putShort((short) 0x7bff);
      case BF16 -> bytes.putShort((short) 0x7f7f);
      case FP32 -> bytes.putFloat(Float.MAX_VALUE);
      case FP64 -> bytes.putDouble(Double.MAX_VALUE);
      case BYTES -> {
        byte[] text = "Grüße".getBytes(StandardCharsets.UTF_8);
        bytes.putInt(text.length).put(text);
      }
    }
  }

  private ValidatableResponse binary(String model, byte[] json, byte[] tensors) {
    byte[] body = Arrays.copyOf(json, json.length + tensors.length);
    System.arraycopy(tensors, 0, body, json.length, tensors.length);
    return clients
        .http(token)
        .contentType("application/octet-stream")
        .header("Inference-Header-Content-Length", json.length)
        .body(body)
        .post("/v2/models/" + model + "/infer")
        .then();
  }

  @Test
  void bytesThatDoNotFitAreRefused() {
    byte[] json =
        "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,3],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":12}}]}"
            .getBytes(StandardCharsets.UTF_8);
    binary("echo-one", json, new byte[12]).statusCode(200);
    binary("echo-one", json, new byte[11]).statusCode(400).body("error", containsString("'x'"));
    binary("echo-one", json, new byte[13]).statusCode(400);
    clients
        .http(token)
        .header("Inference-Header-Content-Length", 10_000)
        .body(json)
        .post("/v2/models/echo-one/infer")
        .then()
        .statusCode(400);
  }

  // inference_grpc.md: typed contents are answered by typed ones, raw by raw
  @Test
  void grpcCarriesEveryDatatype() {
    ModelInferRequest.Builder raw = ModelInferRequest.newBuilder().setModelName("echo").setId("7");
    ModelInferRequest.Builder typed = ModelInferRequest.newBuilder().setModelName("echo");
    for (Datatype type : Datatype.values()) {
      ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
      highest(type, bytes);
      InferInputTensor.Builder input =
          InferInputTensor.newBuilder().setName("in_" + type).setDatatype(type.name()).addShape(1);
      raw.addInputs(input).addRawInputContents(ByteString.copyFrom(bytes.flip()));
      typed.addInputs(input.setContents(one(type)));
    }

    ModelInferResponse answer = clients.tensors(token).modelInfer(raw.build());

    assertEquals(raw.getRawInputContentsList(), answer.getRawOutputContentsList());
    assertEquals("7", answer.getId());
    assertEquals("1", answer.getModelVersion());
    String why =
        TestClients.fails(
            Code.INVALID_ARGUMENT, () -> clients.tensors(token).modelInfer(typed.build()));
    assertTrue(why.contains("'in_FP16'"), why);
    TestClients.fails(
        Code.INVALID_ARGUMENT,
        () ->
            clients
                .tensors(token)
                .modelInfer(raw.clone().addRawInputContents(ByteString.EMPTY).build()));
  }

  private static InferTensorContents one(Datatype type) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    return (switch (type) {
          case BOOL -> contents.addBoolContents(true);
          case INT8, INT16, INT32 -> contents.addIntContents(1);
          case INT64 -> contents.addInt64Contents(1);
          case UINT8, UINT16, UINT32 -> contents.addUintContents(1);
          case UINT64 -> contents.addUint64Contents(1);
          case FP16, BF16 -> contents;
          case FP32 -> contents.addFp32Contents(1);
          case FP64 -> contents.addFp64Contents(1);
          case BYTES -> contents.addBytesContents(ByteString.copyFromUtf8("a"));
        })
        .build();
  }
}
