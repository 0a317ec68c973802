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
         "extension":{},
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
        .body("cards[0].detail", not(containsString("61 a"))) // it moved nothing
        .body("cards[0].detail", containsString("Older than everybody"))
        .body("cards[0].source.label", is("Salus: stroke version 2"))
        .body("cards[0].links[0].url", endsWith("/models/stroke/versions/2/report"));
    call("salus-risk", opening("low"))
        .body("cards[0].indicator", is("info"))
        .body("cards[0].summary", is("4 % risk: stroke within five years"));
  }

  @Test
  void theCardOfACanarysPatientSpeaksOfTheCanary() {
    call("salus-risk-stroke", opening("of-the-canary"))
        .statusCode(200)
        .body("cards[0].source.label", is("Salus: stroke version 3"))
        .body("cards[0].detail", containsString("0.77"))
        .body("cards[0].detail", not(containsString("0.81")));
  }

  /** An opening at a clinic with a FHIR server of its own, where the patient is {@code theirs}. */
  private static String abroad(String prefetch) {
    return opening("theirs")
        .replace(
            "\"extension\":{}",
            "\"fhirServer\":\"https://ehr.test/fhir\",\"fhirAuthorization\":{\"access_token\":\"t\","
                + "\"token_type\":\"Bearer\",\"expires_in\":300,\"scope\":\"user/Patient.read\","
                + "\"subject\":\"salus\"},\"prefetch\":{"
                + prefetch
                + "}");
  }

  private static String patient(String id, String identifier, String birthDate) {
    return """
        "patient":{"resourceType":"Patient","id":"%s","birthDate":"%s",
         "identifier":[{"value":"no-system"},{"system":"urn:mrn","value":"%s"}]}"""
        .formatted(id, birthDate, identifier);
  }

  @Test
  void discoverySaysWhatMayBePrefetched() {
    given()
        .get("/cds-services")
        .then()
        .body("services[0].prefetch.patient", is("Patient/{{context.patientId}}"))
        .body("services[0].usageRequirements", containsString("record is in Salus"));
  }

  @Test
  void aPatientOfAnotherServerIsFoundByIdentifiers() {
    call("salus-risk-stroke", abroad(patient("theirs", "known", "1950-02-01")))
        .statusCode(200)
        .body("cards", hasSize(1));
  }

  @Test
  void anIdOfAnotherServerIsNeverTakenForOneOfOurs() {
    call("salus-risk-stroke", abroad("")).statusCode(412).body("place", is("prefetch.patient"));
    call("salus-risk-stroke", abroad("\"patient\":null")).statusCode(412);
    call(
            "salus-risk-stroke",
            abroad("\"patient\":{\"resourceType\":\"OperationOutcome\",\"issue\":[]}"))
        .statusCode(412);
    call("salus-risk-stroke", abroad(patient("theirs", "unknown", "1950-02-01")))
        .statusCode(412)
        .body("place", is("prefetch.patient.identifier"));
    call("salus-risk-stroke", abroad(patient("theirs", "twins", "1950-02-01"))).statusCode(412);
    call("salus-risk-stroke", abroad(patient("theirs", "known", "1951-02-01")))
        .statusCode(412)
        .body("place", is("prefetch.patient.birthDate"));
    call(
            "salus-risk-stroke",
            abroad("\"patient\":{\"resourceType\":\"Patient\",\"id\":\"theirs\"}"))
        .statusCode(412);
    call("salus-risk-stroke", abroad(patient("another", "known", "1950-02-01")))
        .statusCode(400)
        .body("place", is("prefetch.patient"));
  }

  @Test
  void ourOwnServerIsKnownByItsAddress() {
    String own =
        opening("high")
            .replace("\"extension\":{}", "\"fhirServer\":\"http://localhost:%d/fhir/\"")
            .formatted(io.restassured.RestAssured.port);
    call("salus-risk-stroke", own).statusCode(200).body("cards", hasSize(1));
    call("salus-risk-stroke", own.replace("http://", "ftp://"))
        .statusCode(400)
        .body("place", is("fhirServer"));
  }

  @Test
  void aPatientWithoutARecordIsAPreconditionThatFailed() {
    call("salus-risk-stroke", opening("nobody"))
        .statusCode(412)
        .body("place", is("context.patientId"));
    call("salus-risk", opening("nobody")).statusCode(412);
    call("salus-risk-none", opening("high")).statusCode(404);
    call("salus-risk-draft", opening("high")).statusCode(412);
  }

  @Test
  void aModelThatCannotAnswerTakesNoOthersCardWithItAndIsNotPassedOver() {
    given()
        .auth()
        .oauth2(TestTokens.admin("two-models"))
        .contentType("application/json")
        .body(opening("half"))
        .post("/cds-services/salus-risk")
        .then()
        .statusCode(200)
        .body("cards", hasSize(2))
        .body("cards[0].uuid", is("0199-p"))
        .body("cards[1].summary", is("Not estimated: stroke within five years"))
        .body("cards[1].detail", containsString("trained with"))
        .body("cards[1].containsKey('uuid')", is(false));
  }

  @Test
  void theCardSaysHowSureItIsAndWhyItMayBeDismissed() {
    call("salus-risk-stroke", opening("high"))
        .body(
            "cards[0].detail",
            containsString(
                "of 60 test patients with the estimates nearest to this one 30 % had it (95 %"
                    + " interval 20 % to 43 %). AUROC on test patients 0.81 (0.76 to 0.86"))
        .body("cards[0].overrideReasons.code", hasItem("not-this-patient"))
        .body("cards[0].overrideReasons.display", everyItem(not(emptyString())));
    call("salus-risk-stroke", opening("low"))
        .body("cards[0].detail", containsString("of 61 test patients"));
  }

  @Test
  void refusesOtherHooksAndMissingContext() {
    call("salus-risk-stroke", opening("p").replace("patient-view", "order-sign"))
        .statusCode(400)
        .body("place", is("hook"));
    call("salus-risk-stroke", "{\"hook\":\"patient-view\",\"context\":{}}")
        .statusCode(400)
        .body("place", is("context.patientId"));
    call("salus-risk-stroke", opening("p").replace("\"userId\":\"Practitioner/1\",", ""))
        .statusCode(400)
        .body("place", is("context.userId"));
    call("salus-risk-stroke", opening("p").replace("hookInstance", "instance"))
        .statusCode(400)
        .body("place", is("hookInstance"));
    call("salus-risk-stroke", opening("p").replace("\"extension\"", "\"fhirAuthorization\""))
        .statusCode(400)
        .body("place", is("fhirServer"));
    call("unknown", opening("p")).statusCode(404);
    given()
        .contentType("application/json")
        .body(opening("p"))
        .post("/cds-services/salus-risk-stroke")
        .then()
        .statusCode(401);
  }
}
