package io.salus.gateway.models;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.salus.gateway.fakes.FakeServices;
import io.salus.testkit.TestTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class ModelsIT {
  private static RequestSpecification sending(String body) {
    return caller().contentType("application/json").body(body);
  }

  private static RequestSpecification caller() {
    return given().auth().oauth2(TestTokens.admin("clinic"));
  }

  @Test
  void trainsAsAJob() {
    sending("{\"snapshot\":\"snap\",\"seed\":7,\"promote\":true}")
        .post("/models/stroke/train")
        .then()
        .statusCode(202)
        .header("Location", endsWith("/jobs/inference-done"))
        .body("job", is("inference-done"));
    sending("{\"snapshot\":\"other\"}").post("/models/stroke/train").then().statusCode(404);
    sending("{}").post("/models/stroke/train").then().statusCode(400).body("place", is("snapshot"));
  }

  @Test
  void takesNothingNearTheRequest() {
    sending("{\"patient\":\"p\",\"asof\":\"2026-01-01\"}")
        .post("/models/stroke/score")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("place", is("asof"));
    sending("{\"patient\":")
        .post("/models/stroke/score")
        .then()
        .statusCode(400)
        .body("type", is("urn:salus:error:invalid-input"));
    sending("{\"patient\":\"p\",\"as_of\":\"yesterday\"}")
        .post("/models/stroke/score")
        .then()
        .statusCode(400)
        .body("place", is("as_of"));
    sending("{\"snapshot\":\"snap\",\"seed\":\"7\"}")
        .post("/models/stroke/train")
        .then()
        .statusCode(400)
        .body("place", is("seed"));
    caller()
        .contentType("text/plain")
        .body("p")
        .post("/models/stroke/score")
        .then()
        .statusCode(415)
        .contentType("application/problem+json");
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void takesBodiesInEveryVersionOfHttp(HttpClient.Version version) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
      HttpResponse<String> trained = train(client, "{\"snapshot\":\"snap\"}");
      HttpResponse<String> empty = train(client, "");
      HttpResponse<String> large = train(client, " ".repeat((1 << 20) + 1));

      assertEquals(202, trained.statusCode(), trained.body());
      assertEquals(400, empty.statusCode(), empty.body());
      assertTrue(empty.body().contains("\"place\":\"snapshot\""), empty.body());
      assertEquals(413, large.statusCode(), large.body());
    }
  }

  private static HttpResponse<String> train(HttpClient client, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + RestAssured.port + "/models/stroke/train"))
            .header("Authorization", "Bearer " + TestTokens.admin("clinic"));
    // Without a body there is no media type either.
    return client.send(
        body.isEmpty()
            ? request.POST(BodyPublishers.noBody()).build()
            : request
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(),
        BodyHandlers.ofString());
  }

  @Test
  void aFormIsAnotherMediaType() {
    caller()
        .contentType("application/x-www-form-urlencoded")
        .post("/models/stroke/train")
        .then()
        .statusCode(415)
        .contentType("application/problem+json");
  }

  @Test
  void whatARequestLeavesOutHasItsDefault() {
    sending("{\"snapshot\":\"snap\"}").post("/models/stroke/train").then().statusCode(202);
    sending("{\"snapshot\":\"snap\",\"seed\":7.5}")
        .post("/models/stroke/train")
        .then()
        .statusCode(400)
        .body("place", is("seed"));
  }

  @Test
  void scoresReplaysAndWritesARiskAssessment() {
    sending("{\"patient\":\"p1\"}")
        .post("/models/stroke/score")
        .then()
        .statusCode(200)
        .body("probability", is(0.37f))
        .body("patient", is("p1"))
        .body("contributions[0].feature", is("systolic_last"))
        .body("as_of", is("2026-05-28T20:26:40Z"));
    sending("{\"patient\":\"p1\"}")
        .post("/models/draft/score")
        .then()
        .statusCode(412)
        .body("type", is("urn:salus:error:precondition-failed"));
    sending("{}").post("/models/predictions/x/replay").then().body("identical", is(true));
    caller()
        .post("/models/predictions/x/risk-assessment")
        .then()
        .statusCode(200)
        .body("reference", is("RiskAssessment/ra"))
        .body("resource.resourceType", is("RiskAssessment"));
    caller().get("/models/predictions/x").then().body("id", is("0199-p"));
  }

  @Test
  void showsTheCardAndTakesStatementsForIt() {
    caller()
        .get("/models/stroke/versions/2/card")
        .then()
        .statusCode(200)
        .body("attributes[0].stated", is("Call back"))
        .body("attributes[0].status", is("known"))
        .body("attributes[1].status", is("not stated"))
        .body("not_tested_on", contains("sex male: no test patients"));
    sending("{\"snapshot\":\"snap\",\"statements\":{\"intended_use\":\"Call back\"}}")
        .post("/models/stroke/train")
        .then()
        .statusCode(202);
  }

  @Test
  void showsModelsInUseRaisesAlertsAndTakesOutcomes() {
    String monitoring = "/models/stroke/versions/2/monitoring";
    caller()
        .get(monitoring + "?from=2026-01-01")
        .then()
        .statusCode(200)
        .body("from", is(1_767_225_600))
        .body("alerts.size()", is(0));
    caller().get(monitoring + "?from=soon").then().statusCode(400).body("place", is("from"));
    caller()
        .post(monitoring)
        .then()
        .statusCode(200)
        .body("events", contains("Communication/c1"))
        .body("figures.predictions", is(7));
    sending("{\"happened\":false}").put("/models/predictions/p/outcome").then().statusCode(204);
    sending("{\"happened\":true}").put("/models/predictions/none/outcome").then().statusCode(404);
    sending("{}")
        .put("/models/predictions/p/outcome")
        .then()
        .statusCode(400)
        .body("place", is("happened"));
  }

  @Test
  void takesTablesToTrainOn() {
    String csv = "label,age\n" + "1,70\n".repeat(100_000);
    caller()
        .contentType("text/csv")
        .body(csv)
        .post("/models/tables")
        .then()
        .statusCode(201)
        .body("table", is("made.csv"))
        .body("size_bytes", is(csv.length()));
    caller().contentType("text/plain").body(csv).post("/models/tables").then().statusCode(415);
    given().contentType("text/csv").body(csv).post("/models/tables").then().statusCode(401);
    sending("{\"table\":{\"id\":\"made.csv\",\"label\":\"x\",\"positive\":[\"1\"]}}")
        .post("/models/stroke/train")
        .then()
        .statusCode(202);
    caller().delete("/models/tables/made.csv").then().statusCode(204);
    caller().delete("/models/tables/gone.csv").then().statusCode(404);
  }

  @Test
  void reportsCannotRunScripts() {
    caller()
        .get("/models/stroke/versions/2/report")
        .then()
        .statusCode(200)
        .header("Content-Security-Policy", startsWith("default-src 'none'; style-src"))
        .contentType("text/html")
        .body(containsString("Größe"));
  }

  @Test
  void showsModelsAndFeatureSets() {
    caller().get("/models").then().body("models.name", contains("stroke", "draft"));
    caller().get("/models/stroke").then().body("metrics.auroc.value", is(0.81f));
    sending("")
        .post("/models/stroke/versions/5/promote")
        .then()
        .body("version", is(5))
        .body("promoted", is(true))
        .body("$", not(hasKey("canary")));
    sending("{\"canary\":10}")
        .post("/models/stroke/versions/5/promote")
        .then()
        .body("promoted", is(false))
        .body("canary", is(10));
    caller().get("/features").then().body("feature_sets[0].features[1].type", is("category"));
    caller()
        .get("/features/heart/patients/p1?as_of=2026-01-02")
        .then()
        .body("values.systolic", is(131.5f))
        .body("values", hasEntry(is("sex"), nullValue()))
        .body("as_of", is("2026-01-02T00:00:00Z"));
    sending("{\"name\":\"heart\"}").put("/features/heart").then().body("version", is(4));
    sending("{\"name\":\"lung\"}").put("/features/heart").then().statusCode(400);
    sending("{}").post("/features/heart/snapshots").then().statusCode(202);
    caller().get("/features/snapshots/s").then().body("feature_set_version", is(3));
  }
}
