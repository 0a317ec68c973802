package io.salus.gateway.door;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import io.salus.gateway.fakes.NoServices;
import io.salus.testkit.TestTokens;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The door stands while no service behind it does. */
@QuarkusTest
@TestProfile(NobodyThereIT.Nobody.class)
class NobodyThereIT {
  public static final class Nobody implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(NoServices.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }
  }

  private static RequestSpecification caller() {
    return given().auth().oauth2(TestTokens.admin("clinic"));
  }

  @Test
  void aServiceThatIsDownIs503AtOnceInEveryLanguage() {
    caller()
        .get("/fhir/Patient/1")
        .then()
        .statusCode(503)
        .header("Retry-After", "1")
        .body("issue[0].code", is("transient"));
    caller()
        .get("/models")
        .then()
        .statusCode(503)
        .header("Retry-After", "1")
        .contentType("application/problem+json");
    caller()
        .accept("text/event-stream")
        .get("/jobs/records-1")
        .then()
        .statusCode(503)
        .contentType("application/problem+json");
    given().get("/v2/health/ready").then().statusCode(503).body("error", notNullValue());
  }
}
