package io.salus.gateway.fhir;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.salus.gateway.fakes.FakeServices;
import io.salus.testkit.TestTokens;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Headers that nobody should send are ignored or refused; never an error of the server. */
@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class HeaderFuzzIT {
  private static final List<String> NAMES =
      List.of(
          "Accept",
          "If-Match",
          "If-None-Match",
          "If-Modified-Since",
          "If-None-Exist",
          "Prefer",
          "X-Request-Id",
          "Last-Event-ID",
          "X-Forwarded-For",
          "Accept-Encoding",
          "Content-Encoding",
          "Accept-Charset");

  private static final List<String> VALUES =
      List.of(
          " ",
          "\"",
          "W/\"",
          "W/\"-1\"",
          "W/\"99999999999999999999\"",
          "*",
          ";;;,,,===",
          "return=representation; return=minimal, handling=x=y",
          "Thu, 99 Foo 2026 25:61:61 GMT",
          "application/fhir+json;q=banana",
          "%00%0a%zz",
          "identifier=" + "v,".repeat(1_500),
          "\u00e9\u00ff",
          "(a+)+".repeat(500));

  @Test
  void answersEveryHeader() {
    for (String name : NAMES) {
      for (String value : VALUES) {
        good(caller().header(name, value).get("/fhir/Patient/nobody"), name, value);
        good(caller().header(name, value).get("/fhir/Patient?name=a"), name, value);
        good(
            caller()
                .header(name, value)
                .contentType("application/fhir+json")
                .body("{\"resourceType\":\"Patient\"}")
                .post("/fhir/Patient"),
            name,
            value);
      }
    }
  }

  @Test
  void answersEveryContentType() {
    for (String type :
        List.of(
            "x", "text/html", "application/fhir+xml", "application/json;charset=utf-16", "*/*")) {
      good(
          caller()
              .header("Content-Type", type)
              .body("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
              .post("/fhir/Patient"),
          "Content-Type",
          type);
    }
  }

  private static void good(Response answer, String name, String value) {
    String sent = name + ": " + value.substring(0, Math.min(40, value.length()));
    assertTrue(answer.statusCode() < 500, sent + " answers " + answer.statusCode());
    if (answer.statusCode() >= 400 && !answer.body().asString().isEmpty()) {
      assertEquals("OperationOutcome", answer.jsonPath().getString("resourceType"), sent);
    }
  }

  private static RequestSpecification caller() {
    return given().auth().oauth2(TestTokens.admin("clinic"));
  }
}
