package io.salus.gateway.binary;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.salus.gateway.fakes.FakeServices;
import io.salus.testkit.TestTokens;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class BinaryIT {
  @TestHTTPResource("/")
  URL address;

  private static RequestSpecification caller() {
    return given().auth().oauth2(TestTokens.admin("clinic"));
  }

  @Test
  void passesContentThatNoBodyMayBeAsLargeAs() throws IOException {
    HttpURLConnection upload =
        (HttpURLConnection)
            URI.create(address.toString()).resolve("/fhir/Binary").toURL().openConnection();
    upload.setRequestMethod("POST");
    upload.setDoOutput(true);
    upload.setFixedLengthStreamingMode(200L << 20);
    upload.setRequestProperty("Authorization", "Bearer " + TestTokens.admin("clinic"));
    upload.setRequestProperty("Content-Type", "image/png");
    upload.setRequestProperty("X-Security-Context", "Patient/1");
    byte[] piece = new byte[1 << 20];
    try (var out = upload.getOutputStream()) {
      for (int i = 0; i < 200; i++) {
        out.write(piece);
      }
    }

    assertEquals(201, upload.getResponseCode());
    assertEquals("W/\"3\"", upload.getHeaderField("ETag"));
    assertEquals(
        "{\"resourceType\":\"Binary\",\"contentType\":\"image/png\",\"context\":\"Patient/1\",\"bytes\":209715200,\"match\":0}",
        new String(upload.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void anUpdateNamesTheVersionItExpects() {
    caller()
        .contentType("text/plain")
        .header("If-Match", "W/\"2\"")
        .body("hello")
        .put("/fhir/Binary/b1")
        .then()
        .statusCode(200)
        .header("Location", endsWith("/fhir/Binary/b1/_history/3"))
        .body("bytes", is(5))
        .body("match", is(2));
  }

  @Test
  void aRefusalIsSaidWhileContentStillComes() {
    caller()
        .contentType("x/large")
        .body(new byte[1 << 20])
        .post("/fhir/Binary")
        .then()
        .statusCode(413)
        .body("issue[0].code", is("too-long"));
  }

  @Test
  void givesContentOrAPartOfItOrTheResource() {
    caller()
        .accept("*/*")
        .get("/fhir/Binary/b1")
        .then()
        .statusCode(200)
        .contentType("text/html")
        .header("Content-Length", "10")
        .header("Content-Disposition", "attachment")
        .header("X-Content-Type-Options", "nosniff")
        .body(is("0123456789"));
    caller()
        .header("Range", "bytes=2-4")
        .get("/fhir/Binary/b1")
        .then()
        .statusCode(206)
        .header("Content-Range", "bytes 2-4/10")
        .body(is("234"));
    caller().header("Range", "bytes=10-").get("/fhir/Binary/b1").then().statusCode(416);
    caller()
        .accept("application/fhir+xml;q=1.0, application/fhir+json;q=1.0")
        .get("/fhir/Binary/b1")
        .then()
        .statusCode(200)
        .contentType(startsWith("application/fhir+json"))
        .body("resourceType", is("Binary"));
  }

  @Test
  void needsAToken() {
    given().contentType("text/plain").body("x").post("/fhir/Binary").then().statusCode(401);
    given().get("/fhir/Binary/b1").then().statusCode(401);
  }
}
