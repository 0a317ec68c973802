package io.salus.gateway.jobs;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.*;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.salus.gateway.fakes.FakeServices;
import io.salus.testkit.TestTokens;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class JobsIT {
  private static RequestSpecification caller() {
    return given().auth().oauth2(TestTokens.admin("clinic"));
  }

  @Test
  void showsAJobOfTheServiceThatItsIdNames() {
    caller()
        .get("/jobs/inference-done")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("state", is("succeeded"))
        .body("result.rows", is(7))
        .body("created_at", is("2026-05-28T20:26:40Z"))
        .body("$", not(hasKey("eta_seconds")));
    caller()
        .get("/jobs/synthesis-failed")
        .then()
        .body("error.code", is("invalid-input"))
        .body("error.detail", is("Too few rows."));
    caller().get("/jobs").then().statusCode(200).body("jobs", hasSize(3));
    caller().delete("/jobs/records-endless").then().body("cancel_requested", is(true));
  }

  @Test
  void refusesIdsOfNoServiceAndLimitsOutOfRange() {
    caller()
        .get("/jobs/nobody-1")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("status", is(404));
    caller().get("/jobs?limit=201").then().statusCode(400).body("place", is("limit"));
  }

  @Test
  void streamsEveryChangeAndEndsWithTheJob() {
    String events =
        caller()
            .accept("text/event-stream")
            .get("/jobs/inference-done")
            .then()
            .statusCode(200)
            .contentType("text/event-stream")
            .extract()
            .asString();

    org.junit.jupiter.api.Assertions.assertEquals(2, events.split("\n\n").length, events);
    org.hamcrest.MatcherAssert.assertThat(events, startsWith("data: {\"id\":\"inference-done\""));
    org.hamcrest.MatcherAssert.assertThat(events, endsWith("\n\n"));
    org.hamcrest.MatcherAssert.assertThat(events, containsString("\"state\":\"succeeded\""));
    caller().accept("text/event-stream").get("/jobs/inference-gone").then().statusCode(404);
  }

  @Test
  void stopsWatchingWhenTheClientGoesAway() throws Exception {
    URI uri = URI.create("http://localhost:" + RestAssured.port + "/jobs/records-endless");
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestProperty("Authorization", "Bearer " + TestTokens.admin("clinic"));
    connection.setRequestProperty("Accept", "text/event-stream");
    try (BufferedReader events =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      org.hamcrest.MatcherAssert.assertThat(events.readLine(), containsString("running"));
      org.junit.jupiter.api.Assertions.assertEquals(1, watchers());
      connection.disconnect();
    }

    Instant patience = Instant.now().plus(Duration.ofSeconds(30));
    while (watchers() > 0) {
      org.junit.jupiter.api.Assertions.assertTrue(Instant.now().isBefore(patience));
      Thread.onSpinWait();
    }
  }

  private static int watchers() {
    return caller().get("/jobs/records-watchers").then().extract().path("attempts");
  }
}
