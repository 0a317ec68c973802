package io.salus.gateway.scheduling;

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
class SchedulingIT {
  private static RequestSpecification sending(String body) {
    return caller().contentType("application/json").body(body);
  }

  private static RequestSpecification caller() {
    return given().auth().oauth2(TestTokens.admin("clinic"));
  }

  @Test
  void setsHoursAndFindsSlots() {
    String hours =
        """
        {"time_zone":"Europe/Berlin","slot_minutes":20,
         "hours":[{"day":"monday","start_minute":480,"end_minute":720}]}""";
    sending(hours)
        .put("/scheduling/practitioners/dr/availability")
        .then()
        .statusCode(200)
        .body("schedule", is("schedule-dr"));
    sending(hours.replace("monday", "someday"))
        .put("/scheduling/practitioners/dr/availability")
        .then()
        .statusCode(400)
        .body("place", is("hours[0].day"));
    sending(hours.replace("\"start_minute\":480,", ""))
        .put("/scheduling/practitioners/dr/availability")
        .then()
        .statusCode(400)
        .body("place", is("hours[0].start_minute"));
    sending("{\"time_zone\":\"UTC\",\"slot_minutes\":20,\"hours\":[null]}")
        .put("/scheduling/practitioners/7/availability")
        .then()
        .statusCode(400)
        .body("place", is("hours[0]"));
    caller()
        .get("/scheduling/slots?practitioner=dr&from=2026-12-01&to=2026-12-02T00:00:00Z")
        .then()
        .statusCode(200)
        .body("slots[0].start", is("2026-12-01T00:00:00Z"));
    caller().get("/scheduling/slots?practitioner=dr").then().statusCode(400);
  }

  @Test
  void booksOnceAndCancels() {
    String booking =
        """
        {"practitioner":"dr2","patient":"p","start":"2026-12-01T10:00:00+01:00"}""";
    sending(booking)
        .post("/scheduling/appointments")
        .then()
        .statusCode(201)
        .header("Location", endsWith("/scheduling/appointments/dr2-1796115600"))
        .body("room_token", is("room.dr2-1796115600"))
        .body("start", is("2026-12-01T09:00:00Z"));

    sending(booking)
        .post("/scheduling/appointments")
        .then()
        .statusCode(409)
        .body("type", is("urn:salus:error:conflict"));
    caller()
        .get("/scheduling/appointments/dr2-1796115600")
        .then()
        .body("status", is("booked"))
        .body("$", not(hasKey("room_token")));
    caller()
        .delete("/scheduling/appointments/dr2-1796115600")
        .then()
        .statusCode(200)
        .body("status", is("cancelled"));
  }
}
