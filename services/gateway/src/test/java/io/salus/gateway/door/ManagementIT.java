package io.salus.gateway.door;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.gateway.fakes.FakeServices;
import io.salus.testkit.TestTokens;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** The port for operators: open, and without a word about anybody. */
@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class ManagementIT {
  // Addresses of the management port are relative to /q.
  @TestHTTPResource(value = "metrics", management = true)
  URI metrics;

  @TestHTTPResource(value = "health/ready", management = true)
  URI ready;

  @Test
  void metricsHoldNoIdsOfPaths() {
    String token = TestTokens.admin("clinic");
    given().auth().oauth2(token).get("/fhir/Patient/jane-doe-4711").then().statusCode(404);
    given().auth().oauth2(token).get("/models/predictions/jane-doe-4712").then().statusCode(200);
    given().auth().oauth2(token).get("/no/jane-doe-4713").then().statusCode(404);

    given()
        .get(metrics)
        .then()
        .statusCode(200)
        .body(containsString("http_server_requests_seconds_count"))
        .body(containsString("/models/predictions/{id}"))
        .body(not(containsString("jane-doe")));
  }

  @Test
  void isReadyWithoutAToken() {
    given().get(ready).then().statusCode(200).body("status", is("UP"));
  }

  @Test
  void theFrontDoorDoesNotShowThePortForOperators() {
    given().get("/q/metrics").then().statusCode(401);
    given().auth().oauth2(TestTokens.admin("clinic")).get("/q/metrics").then().statusCode(404);
  }
}
