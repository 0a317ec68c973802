package io.salus.gateway.events;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.salus.gateway.fakes.FakeServices;
import io.salus.testkit.TestTokens;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class EventsIT {
  private static final String CODE = "Observation?code=http://loinc.org|8867-4";

  @Test
  void writesEachChangeAsAServerSentEvent() {
    String events =
        caller()
            .header("Last-Event-ID", "6-5")
            .queryParam("criteria", CODE, "Patient?gender=female")
            .get("/fhir/$events")
            .then()
            .statusCode(200)
            .contentType("text/event-stream")
            .extract()
            .asString();

    assertEquals(
        """
        retry: 2000

        id: 6-5
        event: ready
        data: {}

        id: 7-1
        event: created
        data: {"reference":"Observation/o1","version":1,"criteria":0,"resource":{"resourceType":"Observation","id":"o1"}}

        id: 8-2
        event: deleted
        data: {"reference":"Observation/o1","version":2,"criteria":1}

        id: 9-0

        """,
        events);
  }

  @Test
  void answersAnErrorBeforeTheFirstEventAsAnOutcome() {
    caller()
        .get("/fhir/$events")
        .then()
        .statusCode(400)
        .contentType("application/fhir+json")
        .body("resourceType", is("OperationOutcome"))
        .body("issue[0].expression[0]", is("criteria"));
    given().queryParam("criteria", CODE).get("/fhir/$events").then().statusCode(401);
    given()
        .auth()
        .oauth2(TestTokens.scoped("clinic", "none"))
        .queryParam("criteria", CODE)
        .get("/fhir/$events")
        .then()
        .statusCode(403);
  }

  private static RequestSpecification caller() {
    return given().auth().oauth2(TestTokens.admin("clinic"));
  }
}
