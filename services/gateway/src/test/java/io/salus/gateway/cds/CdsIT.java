package io.salus.gateway.cds;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.*;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.salus.gateway.fakes.FakeServices;
import io.salus.testkit.TestTokens;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class CdsIT {
  private static io.restassured.response.ValidatableResponse call(String id, String body) {
    RequestSpecification caller = given().auth().oauth2(TestTokens.admin("clinic"));
    return caller.contentType("application/json").body(body).post("/cds-services/" + id).then();
  }

  private static String opening(String patient) {
    return """
        {"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
         "fhirServer":"http://ehr/fhir","extension":{},
         "context":{"userId":"Practitioner/1","patientId":"%s","encounterId":"e"}}"""
        .formatted(patient);
  }

  @Test
  void discoveryIsOpenAndNamesPromotedModelsToThoseWhoMayKnow() {
    given().get("/cds-services").then().statusCode(200).body("services.id", contains("salus-risk"));
    given()
        .auth()
        .oauth2(TestTokens.admin("clinic"))
        .get("/cds-services")
        .then()
        .body("services.id", contains("salus-risk", "salus-risk-stroke"))
        .body("services.hook", everyItem(is("patient-view")));
  }

  @Test
  void theCardSaysTheRiskItsDriversItsDoubtsAndWhoSpoke() {
    call("salus-risk-stroke", opening("high"))
        .statusCode(200)
        .body("cards", hasSize(1))
        .body("cards[0].summary", is("37 % risk: stroke within five years (uncertain, see detail)"))
        .body("cards[0].summary.length()", lessThan(140))
        .body("cards[0].indicator", is("warning"))
        .body("cards[0].detail", containsString("systolic last: 171 mm\\[Hg\\] (raises it)"))
        .body("cards[0].detail", containsString("Older than everybody"))
        .body("cards[0].source.label", is("Salus: stroke version 2"))
        .body("cards[0].links[0].url", endsWith("/models/stroke/versions/2/report"));
    call("salus-risk", opening("low"))
        .body("cards[0].indicator", is("info"))
        .body("cards[0].summary", is("4 % risk: stroke within five years"));
  }

  @Test
  void refusesOtherHooksAndMissingContext() {
    call("salus-risk-stroke", opening("p").replace("patient-view", "order-sign"))
        .statusCode(400)
        .body("place", is("hook"));
    call("salus-risk-stroke", "{\"hook\":\"patient-view\",\"context\":{}}")
        .statusCode(400)
        .body("place", is("context.patientId"));
    call("unknown", opening("p")).statusCode(404);
    given()
        .contentType("application/json")
        .body(opening("p"))
        .post("/cds-services/salus-risk-stroke")
        .then()
        .statusCode(401);
  }
}
