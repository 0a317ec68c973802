package io.salus.gateway.fhir;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.gateway.fakes.FakeServices;
import io.salus.testkit.TestTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Reads that come at the same time share calls to the records. */
@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class GatheredReadsIT {
  private static final String ADMIN = TestTokens.admin("clinic");

  @TestHTTPResource("/fhir/Basic/")
  URI basics;

  @Test
  void everyReadGetsItsOwnAnswerHoweverManyGoTogether() {
    List<String> ids = List.of("g1", "g2", "g3", "large");
    ids.forEach(GatheredReadsIT::put);
    try (HttpClient client = HttpClient.newHttpClient()) {
      List<CompletableFuture<Void>> checked = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        for (String id : ids) {
          checked.add(get(client, id).thenAccept(found -> assertEquals(basic(id), found.body())));
        }
        checked.add(
            get(client, "nowhere").thenAccept(found -> assertEquals(404, found.statusCode())));
      }
      checked.forEach(CompletableFuture::join);
    }
  }

  private CompletableFuture<HttpResponse<String>> get(HttpClient client, String id) {
    HttpRequest request =
        HttpRequest.newBuilder(basics.resolve(id))
            .header("Authorization", "Bearer " + ADMIN)
            .build();
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  private static String basic(String id) {
    return "{\"resourceType\":\"Basic\",\"id\":\"%s\"}".formatted(id);
  }

  private static void put(String id) {
    given()
        .auth()
        .oauth2(ADMIN)
        .contentType("application/fhir+json; charset=utf-8")
        .body(basic(id))
        .put("/fhir/Basic/" + id)
        .then()
        .statusCode(201);
  }
}
