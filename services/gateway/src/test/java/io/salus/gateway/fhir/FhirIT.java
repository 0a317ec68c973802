package io.salus.gateway.fhir;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.salus.gateway.fakes.FakeServices;
import io.salus.testkit.TestTokens;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class FhirIT {
  private static final String FHIR = "application/fhir+json; charset=utf-8";
  private static final String PATIENT = "{\"resourceType\":\"Patient\",   \"active\":true}";

  private static RequestSpecification caller() {
    return given().urlEncodingEnabled(false).auth().oauth2(TestTokens.admin("clinic"));
  }

  private static RequestSpecification sending(String body) {
    return caller().contentType(FHIR).body(body);
  }

  @Test
  void createsReadsAndReadsOneVersionByteForByte() {
    String location =
        sending(PATIENT)
            .post("/fhir/Patient")
            .then()
            .statusCode(201)
            .header("ETag", "W/\"1\"")
            .header("Last-Modified", "Thu, 28 May 2026 20:26:40 GMT")
            .header("Location", matchesPattern("http://.*/fhir/Patient/new-[0-9]+/_history/1"))
            .body(is(PATIENT))
            .extract()
            .header("Location");

    caller().get(location).then().statusCode(200).body(is(PATIENT)).header("ETag", "W/\"1\"");
    caller()
        .get(location.replace("/_history/1", ""))
        .then()
        .statusCode(200)
        .contentType("application/fhir+json")
        .header("Cache-Control", "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .body(is(PATIENT));
  }

  @Test
  void writesAnswerAsTheClientPrefers() {
    sending(PATIENT)
        .header("Prefer", "return=minimal")
        .put("/fhir/Patient/prefers")
        .then()
        .statusCode(201)
        .header("Location", endsWith("/fhir/Patient/prefers/_history/1"))
        .body(is(""));
    sending(PATIENT)
        .header("Prefer", "return=OperationOutcome")
        .put("/fhir/Patient/prefers")
        .then()
        .statusCode(200)
        .header("ETag", "W/\"2\"")
        .body("resourceType", is("OperationOutcome"));
  }

  @Test
  void refusesAnUpdateOfAnotherVersionThanIfMatchNames() {
    sending(PATIENT).put("/fhir/Patient/raced").then().statusCode(201);

    sending(PATIENT)
        .header("If-Match", "W/\"7\"")
        .put("/fhir/Patient/raced")
        .then()
        .statusCode(412)
        .body("resourceType", is("OperationOutcome"));
    sending(PATIENT).header("If-Match", "seven").put("/fhir/Patient/raced").then().statusCode(400);
    sending(PATIENT)
        .header("If-Match", "W/\"1\"")
        .put("/fhir/Patient/raced")
        .then()
        .statusCode(200);
  }

  @Test
  void conditionalCreateFindsWhatIsThere() {
    RequestSpecification conditional = sending(PATIENT).header("If-None-Exist", "mrn-1");
    conditional.post("/fhir/Patient").then().statusCode(201);

    sending(PATIENT).header("If-None-Exist", "mrn-1").post("/fhir/Patient").then().statusCode(200);
  }

  @Test
  void sparesABodyThatTheClientHas() {
    sending(PATIENT).put("/fhir/Patient/known").then().statusCode(201);

    caller()
        .header("If-None-Match", "W/\"1\"")
        .get("/fhir/Patient/known")
        .then()
        .statusCode(304)
        .header("ETag", "W/\"1\"")
        .body(is(""));
    caller().head("/fhir/Patient/known").then().statusCode(200).body(is(""));
  }

  @Test
  void sparesABodyThatDidNotChangeSince() {
    sending(PATIENT).put("/fhir/Patient/since").then().statusCode(201);

    caller()
        .header("If-Modified-Since", "Thu, 28 May 2026 20:26:40 GMT")
        .get("/fhir/Patient/since")
        .then()
        .statusCode(304);
    caller()
        .header("If-Modified-Since", "Thu, 28 May 2026 20:26:39 GMT")
        .get("/fhir/Patient/since")
        .then()
        .statusCode(200);
    caller().header("If-Modified-Since", "soon").get("/fhir/Patient/since").then().statusCode(200);
  }

  @Test
  void patchesWhatIsThere() {
    sending(PATIENT).put("/fhir/Patient/patched").then().statusCode(201);
    String patch = "[{\"op\":\"remove\",\"path\":\"/active\"}]";

    sending(patch)
        .contentType("application/json-patch+json;charset=utf-8")
        .header("If-Match", "W/\"1\"")
        .patch("/fhir/Patient/patched")
        .then()
        .statusCode(200)
        .header("ETag", "W/\"2\"")
        .header("Location", endsWith("/fhir/Patient/patched/_history/2"))
        .body(is(patch));
    sending(patch)
        .contentType("application/json-patch+json;charset=utf-8")
        .header("If-Match", "W/\"1\"")
        .patch("/fhir/Patient/patched")
        .then()
        .statusCode(412);
    caller().patch("/fhir/Patient/patched").then().statusCode(415);
  }

  @Test
  void writesByASearchInsteadOfAnId() {
    sending(PATIENT)
        .put("/fhir/Patient?identifier=7&_format=json")
        .then()
        .statusCode(201)
        .header("Location", endsWith("/fhir/Patient/identifier=7/_history/1"));
    sending("{}")
        .patch("/fhir/Patient?identifier=7")
        .then()
        .statusCode(200)
        .header("ETag", "W/\"2\"");
    caller()
        .header("Prefer", "return=OperationOutcome")
        .delete("/fhir/Patient?identifier=7")
        .then()
        .statusCode(200)
        .header("ETag", "W/\"3\"")
        .body("resourceType", is("OperationOutcome"));
    caller().delete("/fhir/Patient").then().statusCode(400);
    sending(PATIENT)
        .header("If-None-Match", "*")
        .put("/fhir/Patient/since-when")
        .then()
        .statusCode(201);
    sending(PATIENT)
        .header("If-None-Match", "*")
        .put("/fhir/Patient/since-when")
        .then()
        .statusCode(412);
  }

  @Test
  void printsForPeopleWithoutTouchingAnyDigit() {
    sending("{\"a\":[1.50,{}],\"b\":\"x{,\\\"\"}")
        .put("/fhir/Patient/pretty")
        .then()
        .statusCode(201);

    caller()
        .get("/fhir/Patient/pretty?_pretty=true")
        .then()
        .body(is("{\n  \"a\": [\n    1.50,\n    {}\n  ],\n  \"b\": \"x{,\\\"\"\n}"));
  }

  @Test
  void ourOwnMistakesHaveAnIdToAskFor() {
    caller()
        .get("/fhir/Patient/broken")
        .then()
        .statusCode(500)
        .body("issue[0].code", is("exception"))
        .body("issue[0].diagnostics", matchesPattern(".*correlation id [0-9a-f-]{36}\\."));
  }

  @Test
  void deletedIsGoneAndDeletingNothingIsFine() {
    sending(PATIENT).put("/fhir/Patient/leaves").then().statusCode(201);

    caller().delete("/fhir/Patient/leaves").then().statusCode(204).header("ETag", "W/\"2\"");

    caller()
        .get("/fhir/Patient/leaves")
        .then()
        .statusCode(410)
        .body("issue[0].code", is("deleted"));
    caller().delete("/fhir/Patient/never").then().statusCode(204);
  }

  @Test
  void searchesByGetAndByForm() {
    caller()
        .get("/fhir/Patient?name=a%2Cb&_count=5&_format=json")
        .then()
        .statusCode(200)
        .body("query", is("name=a%2Cb&_count=5"))
        .body("base", startsWith("http://"))
        .body("base", endsWith("/fhir"));
    caller()
        .contentType("application/x-www-form-urlencoded")
        .body("birthdate=ge1970")
        .post("/fhir/Patient/_search?_count=5")
        .then()
        .statusCode(200)
        .body("query", is("_count=5&birthdate=ge1970"));
    caller()
        .get("/fhir/Patient/_search?birthdate=ge1970")
        .then()
        .statusCode(200)
        .body("query", is("birthdate=ge1970"));
    caller().get("/fhir/Patient?unknown=1").then().statusCode(200);
    caller()
        .header("Prefer", "handling=strict")
        .get("/fhir/Patient?unknown=1")
        .then()
        .statusCode(400)
        .body("issue[0].expression[0]", is("unknown"));
    sending(PATIENT).post("/fhir/Patient/_search").then().statusCode(415);
  }

  @Test
  void answersHistoryAndBundles() {
    sending(PATIENT).put("/fhir/Patient/old").then().statusCode(201);

    caller().get("/fhir/Patient/old/_history").then().statusCode(200).body("total", is(1));
    caller().get("/fhir/Patient/_history").then().statusCode(200).body("type", is("history"));
    caller().get("/fhir/_history?_count=2").then().statusCode(200).body("type", is("history"));
    sending("{\"resourceType\":\"Bundle\"}")
        .post("/fhir")
        .then()
        .statusCode(200)
        .body("type", is("transaction-response"));
    sending("{}")
        .post("/fhir")
        .then()
        .statusCode(400)
        .body("issue[0].expression[0]", is("Bundle.entry[1].resource"));
  }

  @Test
  void onlyTheCapabilitiesAreOpen() {
    given()
        .get("/fhir/metadata")
        .then()
        .statusCode(200)
        .body("resourceType", is("CapabilityStatement"));
    given()
        .get("/fhir/Patient/x")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", containsString("Bearer"))
        .body("issue[0].code", is("login"));
    given()
        .auth()
        .oauth2(TestTokens.scoped("clinic", "none"))
        .get("/fhir/Patient/x")
        .then()
        .statusCode(403)
        .body("issue[0].code", is("forbidden"));
  }

  @Test
  void saysWhatItCannotDo() {
    for (String path : new String[] {"/fhir/Martian", "/fhir/patient/1", "/fhir/Patient/a/b"}) {
      caller().get(path).then().statusCode(404).body("resourceType", is("OperationOutcome"));
    }
    caller().put("/fhir").then().statusCode(405).header("Allow", "GET, POST");
    sending(PATIENT)
        .post("/fhir/Patient/x")
        .then()
        .statusCode(405)
        .header("Allow", "DELETE, GET, PATCH, PUT")
        .body("resourceType", is("OperationOutcome"));
    sending(PATIENT).contentType("text/plain").patch("/fhir/Patient/x").then().statusCode(415);
    sending(PATIENT).put("/fhir/Patient").then().statusCode(400);
    caller().accept("application/fhir+xml").get("/fhir/Patient/x").then().statusCode(406);
    caller().get("/fhir/Patient?_format=xml").then().statusCode(406);
    caller()
        .contentType("application/fhir+xml")
        .body("<Patient/>")
        .post("/fhir/Patient")
        .then()
        .statusCode(415)
        .body("resourceType", is("OperationOutcome"));
  }

  @Test
  void booksAnAppointmentInTheCalendar() {
    String appointment =
        """
        {"resourceType":"Appointment","start":"2026-12-01T09:00:00+01:00","description":"cough",
         "participant":[{"actor":{"reference":"Practitioner/dr"}},{"actor":{"reference":"Patient/p"}}]}
        """;
    String mirror = "{\"resourceType\":\"Appointment\",\"id\":\"dr-1796112000\"}";
    sending(appointment)
        .post("/fhir/Appointment")
        .then()
        .statusCode(201)
        .header("Location", containsString("/fhir/Appointment/dr-1796112000/_history/"));
    sending(appointment)
        .post("/fhir/Appointment")
        .then()
        .statusCode(409)
        .body("issue[0].code", equalTo("conflict"));
    sending("{\"resourceType\":\"Appointment\"}")
        .post("/fhir/Appointment")
        .then()
        .statusCode(400)
        .body("issue[0].expression[0]", is("Appointment.participant"));
    sending(mirror)
        .put("/fhir/Appointment/dr-1796112000")
        .then()
        .statusCode(422)
        .body("issue[0].diagnostics", containsString("/scheduling/appointments"));
    sending("{}").post("/fhir/Slot").then().statusCode(422);
  }
}
