package io.salus.gateway.fhir;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.gateway.fakes.FakeServices;
import io.salus.testkit.TestTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the document says of /fhir, tried out. */
@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class OpenApiIT {
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  @Test
  void everyMethodThatIsDeclaredIsTakenAndNoOther() {
    Map<String, Map<String, Object>> paths = given().get("/openapi.json").path("paths");
    List<String> wrong = new ArrayList<>();
    int tried = 0;
    for (Map.Entry<String, Map<String, Object>> path : paths.entrySet()) {
      if (!path.getKey().startsWith("/fhir")) {
        continue;
      }
      tried++;
      String address =
          path.getKey()
              .replace("{type}", "Basic")
              .replace("{id}", "none")
              .replace("{version}", "1")
              .replace("{operation}", "echo");
      for (String method : METHODS) {
        int status =
            given()
                .auth()
                .oauth2(TestTokens.admin("clinic"))
                .urlEncodingEnabled(false)
                .request(method, address)
                .statusCode();
        boolean declared = path.getValue().containsKey(method.toLowerCase(Locale.ROOT));
        if (declared == (status == 405)) {
          wrong.add(method + " " + path.getKey() + " answers " + status);
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(tried >= 12, "only " + tried);
  }
}
