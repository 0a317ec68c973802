package io.salus.gateway.oip;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.*;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.salus.gateway.fakes.FakeServices;
import io.salus.proto.oip.v2.GRPCInferenceServiceGrpc;
import io.salus.proto.oip.v2.ModelMetadataRequest;
import io.salus.proto.oip.v2.ServerLiveRequest;
import io.salus.service.grpc.Bearer;
import io.salus.testkit.TestTokens;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class OipIT {
  private static RequestSpecification caller() {
    return given().auth().oauth2(TestTokens.admin("clinic"));
  }

  private static io.restassured.response.ValidatableResponse infer(String body) {
    return caller()
        .contentType("application/json")
        .body(body)
        .post("/v2/models/double/infer")
        .then();
  }

  @Test
  void serverAnswersWithoutAToken() {
    given().get("/v2").then().statusCode(200).body("name", is("salus"));
    given().get("/v2/health/live").then().statusCode(200).body("live", is(true));
    given().get("/v2/health/ready").then().statusCode(200).body("ready", is(true));
    given().get("/v2/models/double").then().statusCode(401).body("error", notNullValue());
  }

  @Test
  void infersFlatAndNestedTensors() {
    String flat =
        """
        {"id":"a","inputs":[{"name":"x","shape":[2,2],"datatype":"FP32","data":[1,2,3,4.5]}]}""";
    infer(flat)
        .statusCode(200)
        .body("model_name", is("double"))
        .body("id", is("a"))
        .body("outputs[0].shape", contains(2, 2))
        .body("outputs[0].data", contains(2f, 4f, 6f, 9f));
    infer(flat.replace("[1,2,3,4.5]", "[[1,2],[3,4.5]]"))
        .body("outputs[0].data", contains(2f, 4f, 6f, 9f));
  }

  @Test
  void errorsAreTheProtocols() {
    infer("{\"inputs\":[{\"name\":\"x\",\"shape\":[3],\"datatype\":\"FP32\",\"data\":[1]}]}")
        .statusCode(400)
        .body("error", containsString("inputs[0].data"));
    infer("{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"INT8\",\"data\":[300]}]}")
        .statusCode(400);
    infer("{").statusCode(400).body("error", notNullValue());
    caller().get("/v2/models/none").then().statusCode(404).body("error", notNullValue());
    caller().get("/v2/models/double/versions/9/ready").then().statusCode(503);
    caller().get("/v2/models/double/ready").then().body("ready", is(true));
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
}
