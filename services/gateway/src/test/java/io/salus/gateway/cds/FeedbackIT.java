package io.salus.gateway.cds;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.*;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.salus.gateway.fakes.FakeServices;
import io.salus.testkit.TestTokens;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class FeedbackIT {
  private static ValidatableResponse send(String id, String feedback) {
    return given()
        .auth()
        .oauth2(TestTokens.admin("clinic"))
        .contentType("application/json")
        .body("{\"feedback\":[" + feedback + "]}")
        .post("/cds-services/" + id + "/feedback")
        .then();
  }

  @Test
  void feedbackIsReadWithThePrediction() {
    send(
            "salus-risk-stroke",
            """
            {"card":"0199-p","outcome":"overridden","outcomeTimestamp":"2026-11-20T10:05:31.5+01:00",
             "overrideReason":{"reason":{"system":"urn:salus:override-reason","code":"known",
               "display":"Known already","extension":{}},"userComment":"seen last week"}},
            {"card":"0199-p","outcome":"accepted","outcomeTimestamp":"2026-11-20T10:06:00Z",
             "acceptedSuggestions":[{"id":"s1"}],"com.example.more":1}""")
        .statusCode(200)
        .body("stored", is(2));
    given()
        .auth()
        .oauth2(TestTokens.admin("clinic"))
        .get("/models/predictions/0199-p")
        .then()
        .statusCode(200)
        .body("feedback", hasSize(2))
        .body("feedback[0].outcome", is("overridden"))
        .body("feedback[0].reason.code", is("known"))
        .body("feedback[0].comment", is("seen last week"))
        .body("feedback[0].outcome_at", is("2026-11-20T09:05:31.500Z"))
        .body("feedback[0].reported_by", is("tester"))
        .body("feedback[1].accepted_suggestions", contains("s1"))
        .body("feedback[1].reason", nullValue());
  }

  @Test
  void saysWhatDoesNotFit() {
    String good =
        "{\"card\":\"0199-p\",\"outcome\":\"overridden\",\"outcomeTimestamp\":\"2026-11-20T10:06:00Z\"}";
    send("salus-risk", good.replace("overridden", "ignored"))
        .statusCode(400)
        .body("place", is("feedback[0].outcome"));
    send("salus-risk", good + "," + good.replace("2026-11-20T", "yesterday"))
        .statusCode(400)
        .body("place", is("feedback[1].outcomeTimestamp"));
    send("salus-risk", "null").statusCode(400).body("place", is("feedback[0]"));
    send("salus-risk", "").statusCode(400).body("place", is("feedback"));
    send("salus-risk", "{\"card\":7}").statusCode(400).body("place", is("feedback[0].card"));
    send("salus-risk", good.replace("0199-p", "another")).statusCode(404);
    send("other", good).statusCode(404);
    given()
        .contentType("application/json")
        .body("{\"feedback\":[" + good + "]}")
        .post("/cds-services/salus-risk/feedback")
        .then()
        .statusCode(401);
  }
}
