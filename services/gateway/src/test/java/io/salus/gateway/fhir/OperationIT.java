package io.salus.gateway.fhir;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.salus.gateway.fakes.FakeServices;
import io.salus.testkit.TestTokens;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class OperationIT {
  private static RequestSpecification caller() {
    return given().urlEncodingEnabled(false).auth().oauth2(TestTokens.admin("clinic"));
  }

  @Test
  void passesLevelQueryBodyAndWishesOn() {
    caller()
        .accept("text/csv")
        .get("/fhir/$echo?_format=csv&a=b%20c")
        .then()
        .statusCode(202)
        .contentType("text/csv")
        .header("Content-Location", "http://there/1")
        .body(
            is(
                "OPERATION_METHOD_GET OPERATION_LEVEL_SYSTEM   ?_format=csv&a=b%20c 0 text/csv false"));
    caller()
        .header("Prefer", "respond-async")
        .contentType("application/fhir+json;charset=utf-8")
        .accept("*/*")
        .body("x".repeat(200_000))
        .post("/fhir/ViewDefinition/v1/$echo")
        .then()
        .statusCode(202)
        .body(
            is(
                "OPERATION_METHOD_POST OPERATION_LEVEL_INSTANCE ViewDefinition v1 ? 200000 */* true"));
    caller().get("/fhir/Patient/%24echo").then().statusCode(202);
  }

  @Test
  void refusesWhatNoOperationTakes() {
    caller().get("/fhir/$nothing").then().statusCode(404).body("issue[0].code", is("not-found"));
    caller().put("/fhir/$echo").then().statusCode(405).header("Allow", "GET, POST");
    caller().accept("application/fhir+xml").get("/fhir/$echo").then().statusCode(406);
    caller().contentType("text/xml").body("<a/>").post("/fhir/$echo").then().statusCode(415);
    caller().get("/fhir/Patient/a/b/$echo").then().statusCode(404);
    given().get("/fhir/$echo").then().statusCode(401);
  }

  @Test
  void passesNdjsonThatNoBodyMayBeAsLargeAs() throws IOException {
    HttpURLConnection upload =
        (HttpURLConnection)
            URI.create("http://localhost:" + RestAssured.port + "/fhir/$import")
                .toURL()
                .openConnection();
    upload.setRequestMethod("POST");
    upload.setDoOutput(true);
    upload.setFixedLengthStreamingMode(80L << 20);
    upload.setRequestProperty("Authorization", "Bearer " + TestTokens.admin("clinic"));
    upload.setRequestProperty("Content-Type", "application/fhir+ndjson");
    byte[] piece = new byte[1 << 20];
    try (var out = upload.getOutputStream()) {
      for (int i = 0; i < 80; i++) {
        out.write(piece);
      }
    }

    assertEquals(202, upload.getResponseCode());
    assertEquals("http://there/1", upload.getHeaderField("Content-Location"));
    String answer = new String(upload.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(answer.contains(" 83886080 "), answer);
  }

  @Test
  void anAnswerThatBreaksDoesNotLookWhole() {
    assertThrows(Exception.class, () -> caller().get("/fhir/$broken").asByteArray());
  }

  @Test
  void sendsNoFasterThanTheClientReadsAndStopsWhenItLeaves() throws IOException {
    String request =
        "GET /fhir/$endless HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + TestTokens.admin("clinic")
            + "\r\n\r\n";
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      client.setReceiveBufferSize(64 << 10);
      client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertTrue(client.getInputStream().read() >= 0);
      String before = "";
      while (!before.equals(state())) {
        before = state();
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
      assertTrue(Long.parseLong(before.split(" ")[0]) < 256L << 20, before);
    }
    Instant end = Instant.now().plusSeconds(5);
    while (state().endsWith("false") && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    assertEquals("true", state().split(" ")[1]);
  }

  private static String state() {
    return caller().get("/fhir/$endless-state").asString();
  }
}
