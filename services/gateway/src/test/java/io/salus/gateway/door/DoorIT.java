package io.salus.gateway.door;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.salus.gateway.fakes.FakeServices;
import io.salus.service.body.ByteBudget;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class DoorIT {
  @Inject ByteBudget budget;

  private static RequestSpecification caller() {
    return given().auth().oauth2(TestTokens.admin("clinic"));
  }

  @Test
  void everyAnswerHasAnIdAndSafeHeaders() {
    given()
        .header("X-Request-Id", "front-end-7")
        .get("/fhir/metadata")
        .then()
        .header("X-Request-Id", "front-end-7")
        .header("X-Content-Type-Options", "nosniff")
        .header("Cache-Control", "no-store")
        .header("Server", (String) null);
    given()
        .header("X-Request-Id", "not an id")
        .get("/models")
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .header("X-Request-Id", matchesPattern("[0-9a-f-]{36}"));
  }

  @Test
  void theContentTypeOfGrpcOpensNoOtherDoor() {
    for (String path : List.of("/models", "/fhir/Patient", "/jobs/records-1", "/nothing")) {
      given().contentType("application/grpc").get(path).then().statusCode(401);
    }
  }

  @Test
  void unknownAddressesAndMethodsAreProblems() {
    caller()
        .get("/nothing/here")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("status", is(404));
    caller()
        .contentType("application/json")
        .body("{}")
        .put("/models")
        .then()
        .statusCode(405)
        .contentType("application/problem+json");
    caller()
        .accept("text/csv")
        .get("/models")
        .then()
        .statusCode(406)
        .contentType("application/problem+json");
    given()
        .auth()
        .oauth2(TestTokens.scoped("clinic", "none"))
        .get("/models")
        .then()
        .statusCode(403)
        .body("type", is("urn:salus:error:forbidden"));
  }

  @Test
  void sayWhatThisIsToAnybody() {
    given().get("/").then().statusCode(200).contentType("text/html").body(containsString("Salus"));
    given()
        .get("/openapi")
        .then()
        .statusCode(200)
        .body("paths", hasKey("/fhir/{type}/{id}"))
        .body("paths", hasKey("/models/{name}/score"))
        .body("paths.'/jobs/{id}'.get", notNullValue())
        .body("paths.'/models/{name}/train'.post.responses", hasKey("202"))
        .body("paths.'/models/{name}/train'.post.responses", not(hasKey("200")))
        .body("paths.'/scheduling/appointments'.post.responses", hasKey("201"))
        .body("paths.'/v2'.get.security", is(List.of()))
        .body("components.schemas.PredictionView.properties", hasKey("as_of"))
        .body("paths", not(hasKey("/q/health")));
  }

  @Test
  void saysWhatIsTooLongAndWhatIsNoNumber() {
    String text = "a".repeat(66_000);
    caller()
        .get("/fhir/Patient?name=" + text)
        .then()
        .statusCode(414)
        .body("resourceType", is("OperationOutcome"));
    caller()
        .header("X-Long", text)
        .get("/fhir/Patient")
        .then()
        .statusCode(431)
        .body("resourceType", is("OperationOutcome"));
    caller()
        .get("/models/stroke?version=x")
        .then()
        .statusCode(400)
        .contentType("application/problem+json");
    caller().get("/jobs?limit=many").then().statusCode(400);
    caller().get("/models/stroke/versions/x/report").then().statusCode(404);
  }

  @Test
  void sixtyMegabytesPassAndMoreIsRefusedWithAReason() throws Exception {
    byte[] bundle = sixtyMegabytes();

    HttpResponse<String> passed = post(bundle);
    HttpResponse<String> refused = post(new byte[(64 << 20) + 1]);

    assertEquals(200, passed.statusCode());
    assertTrue(passed.body().contains("60000000"), passed.body());
    assertEquals(413, refused.statusCode());
    assertTrue(refused.body().contains("OperationOutcome"), refused.body());
    caller()
        .contentType("application/json")
        .body(new byte[(1 << 20) + 1])
        .post("/models/stroke/score")
        .then()
        .statusCode(413)
        .contentType("application/problem+json");
    await(() -> budget.taken() == 0);
  }

  @Test
  void bodiesBeyondTheMemoryForThemWaitUntilOthersAreGone() throws Exception {
    try (Socket first = announce(60_000_000)) {
      assertEquals("HTTP/1.1 100 Continue", line(first));
      try (Socket second = announce(60_000_000);
          Socket gone = announce(60_000_000);
          Socket small = announce(1_000)) {
        assertEquals("HTTP/1.1 100 Continue", line(small));
        assertEquals(0, second.getInputStream().available());
        goAway(gone);
        goAway(first);
        assertEquals("HTTP/1.1 100 Continue", line(second));
      }
    }
    await(() -> budget.taken() == 0);
  }

  /** What waits is sent already, and read when there is room. */
  @Test
  void whatWaitedIsReadWhole() throws Exception {
    byte[] bundle = sixtyMegabytes();
    try (var threads = Executors.newFixedThreadPool(4)) {
      var answers = new ArrayList<Future<HttpResponse<String>>>();
      for (int i = 0; i < 4; i++) {
        answers.add(threads.submit(() -> post(bundle)));
      }
      for (Future<HttpResponse<String>> answer : answers) {
        assertEquals(200, answer.get().statusCode());
        assertTrue(answer.get().body().contains("60000000"), answer.get().body());
      }
    }
    await(() -> budget.taken() == 0);
  }

  @Test
  void takesAddressesAsBrowsersAndCurlSendThem() throws Exception {
    Answer found = answer("/fhir/Patient?identifier=urn:mrn|7");
    assertEquals(200, found.statusCode());
    assertTrue(found.body().contains("identifier=urn:mrn|7"), found.body());
    assertEquals(404, answer("/jobs/records-1?x=|&y=^{}").statusCode());
    assertEquals(404, answer("/features/a|b").statusCode());
  }

  @Test
  void saysWhatIsWrongWithAnAddressThatIsNoUrl() throws Exception {
    for (String address : List.of("/fhir/Patient?name=%zz", "/fhir/Patient/%", "/fhir?a=\u00f6")) {
      Answer answer = answer(address);
      assertEquals(400, answer.statusCode(), address);
      assertTrue(answer.body().contains("OperationOutcome"), address);
    }
    assertTrue(answer("/models/%zz").body().contains("urn:salus:error:invalid-input"));
  }

  @Test
  void cancelsTheCallWhenTheClientGoesAway() throws Exception {
    int begun = calls("begun");
    int cancelled = calls("cancelled");
    try (Socket socket = open("GET /fhir/Basic/slow HTTP/1.1\r\n", "\r\n")) {
      socket.getOutputStream().flush();
      await(() -> calls("begun") > begun);
    }
    await(() -> calls("cancelled") > cancelled);
  }

  @Test
  void aSilentServiceIsATimeoutNotAHang() {
    caller().get("/fhir/Basic/slow").then().statusCode(504).body("issue[0].code", is("timeout"));
  }

  /** How many calls that are never answered began, or were cancelled before their deadline. */
  private static int calls(String which) {
    return caller().get("/fhir/Basic/calls").then().extract().path(which);
  }

  private static HttpResponse<String> post(byte[] body) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/fhir"))
              .header("Authorization", "Bearer " + TestTokens.admin("clinic"))
              .header("Content-Type", "application/fhir+json")
              .POST(BodyPublishers.ofByteArray(body))
              .build();
      return client.send(request, BodyHandlers.ofString());
    }
  }

  private record Answer(int statusCode, String body) {}

  /** Of an address that no client library would send as it is. */
  private static Answer answer(String address) throws IOException {
    try (Socket socket = open("GET " + address + " HTTP/1.1\r\n", "Connection: close\r\n\r\n")) {
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(Integer.parseInt(all.substring(9, 12)), all);
    }
  }

  private static byte[] sixtyMegabytes() {
    byte[] bundle = new byte[60_000_000];
    Arrays.fill(bundle, (byte) ' ');
    byte[] start = "{\"resourceType\":\"Bundle\"}".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(start, 0, bundle, 0, start.length);
    return bundle;
  }

  private static Socket announce(int length) throws IOException {
    return open(
        "POST /fhir HTTP/1.1\r\n",
        "Content-Type: application/fhir+json\r\nExpect: 100-continue\r\nContent-Length: "
            + length
            + "\r\n\r\n");
  }

  private static void goAway(Socket client) throws IOException {
    client.close();
  }

  private static Socket open(String requestLine, String headers) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
    socket.setSoTimeout(5000);
    String request =
        requestLine
            + "Host: localhost\r\nAuthorization: Bearer "
            + TestTokens.admin("clinic")
            + "\r\n"
            + headers;
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static String line(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read(); c != '\r' && c >= 0; ) {
      line.append((char) c);
      c = socket.getInputStream().read();
    }
    return line.toString();
  }

  private static void await(BooleanSupplier condition) {
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    while (!condition.getAsBoolean()) {
      assertTrue(Instant.now().isBefore(end), "it did not happen in time");
      LockSupport.parkNanos(5_000_000);
    }
  }
}
