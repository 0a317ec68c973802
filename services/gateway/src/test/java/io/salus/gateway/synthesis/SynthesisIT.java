package io.salus.gateway.synthesis;

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
class SynthesisIT {
  private static RequestSpecification caller() {
    return given().auth().oauth2(TestTokens.admin("clinic"));
  }

  @Test
  void startsARelease() {
    String request = "{\"snapshot\":\"snap\",\"generator\":\"vae\",\"rows\":10,\"seed\":1}";
    caller()
        .contentType("application/json")
        .body(request)
        .post("/synthesis/releases")
        .then()
        .statusCode(202)
        .body("job", is("synthesis-done"));
    caller()
        .contentType("application/json")
        .body(request.replace("vae", "diffusion"))
        .post("/synthesis/releases")
        .then()
        .statusCode(400)
        .body("place", is("generator"));
    caller().get("/synthesis/releases").then().body("releases[0].generator", is("vae"));
    caller().get("/synthesis/releases/r1").then().body("files", hasItem("synthetic.csv"));
  }

  @Test
  void streamsFilesWithTheirTypes() {
    byte[] csv =
        caller()
            .get("/synthesis/releases/r1/files/synthetic.csv")
            .then()
            .statusCode(200)
            .contentType("text/csv")
            .extract()
            .asByteArray();
    org.junit.jupiter.api.Assertions.assertEquals(3 << 20, csv.length);
    caller()
        .get("/synthesis/releases/r1/files/report.html")
        .then()
        .contentType("text/html")
        .header("Content-Security-Policy", containsString("img-src data:"));
    caller()
        .get("/synthesis/releases/r1/files/secret.txt")
        .then()
        .statusCode(404)
        .contentType("application/problem+json");
  }
}
