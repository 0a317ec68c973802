package io.salus.gateway.cds;

import static io.restassured.RestAssured.given;
import static io.salus.gateway.cds.TestClinic.DOOR;
import static io.salus.gateway.cds.TestClinic.PUBLISHED;
import static io.salus.gateway.cds.TestClinic.signBy;
import static io.salus.gateway.cds.TestClinic.token;
import static org.hamcrest.Matchers.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.salus.gateway.fakes.FakeServices;
import io.salus.testkit.TestTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Consumer;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
@QuarkusTestResource(value = TestClinic.class, restrictToAnnotatedClass = true)
class ClientTokenIT {
  private static final String SERVICE = DOOR + "/cds-services/salus-risk-stroke";
  private static final String OPENING =
      """
      {"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
       "context":{"userId":"Practitioner/1","patientId":"high"}}""";

  @TestHTTPResource("/cds-services/salus-risk-stroke")
  URI service;

  private static ValidatableResponse call(String bearer) {
    return given()
        .auth()
        .oauth2(bearer)
        .contentType("application/json")
        .body(OPENING)
        .post("/cds-services/salus-risk-stroke")
        .then();
  }

  private static void refuses(
      String why, Consumer<JwtClaims> claims, Consumer<JsonWebSignature> header) {
    call(token(SERVICE, claims, header))
        .statusCode(401)
        .header("WWW-Authenticate", startsWith("Bearer"))
        .body("type", is("urn:salus:error:unauthenticated"))
        .body("detail", containsString(why));
  }

  private static void refuses(String why, Consumer<JwtClaims> claims) {
    refuses(why, claims, header -> {});
  }

  @Test
  void aTrustedClientGetsCardsByATokenThatItSignedItself() {
    call(token(SERVICE)).statusCode(200).body("cards", hasSize(1));
    call(token(SERVICE, claims -> {}, signBy(PUBLISHED, "RS384"))).statusCode(200);
    call(token(
            SERVICE,
            claims -> claims.setAudience("https://other.test", SERVICE),
            header -> {
              signBy(PUBLISHED, "RS384").accept(header);
              header.setHeader("jku", TestClinic.jku());
            }))
        .statusCode(200);
    given()
        .auth()
        .oauth2(token(DOOR + "/cds-services"))
        .get("/cds-services")
        .then()
        .statusCode(200)
        .body("services.id", contains("salus-risk", "salus-risk-stroke"));
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void aBodyThatCameBeforeTheTokenWasCheckedIsNotLost(HttpClient.Version version) throws Exception {
    try (HttpClient http = HttpClient.newBuilder().version(version).build()) {
      for (int i = 0; i < 20; i++) {
        HttpResponse<String> answer =
            http.send(
                HttpRequest.newBuilder(service)
                    .header("Authorization", "Bearer " + token(SERVICE))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(OPENING + " ".repeat(i * 10_000)))
                    .build(),
                BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
      }
    }
  }

  @Test
  void aTokenIsGoodForOneCall() {
    String once = token(SERVICE);

    call(once).statusCode(200);
    call(once).statusCode(401).body("detail", containsString("used before"));
  }

  @Test
  void aTokenIsGoodAtTheAddressThatItNamesAndNowhereElse() {
    refuses("aud must be", claims -> claims.setAudience("https://other.test/cds-services/x"));
    refuses("aud must be", claims -> claims.setAudience(DOOR + "/cds-services"));
    refuses("aud must be", claims -> claims.unsetClaim("aud"));
    given()
        .header("Host", "other.test")
        .auth()
        .oauth2(token("http://other.test/cds-services"))
        .get("/cds-services")
        .then()
        .statusCode(401);
    given().auth().oauth2(token(DOOR + "/models")).get("/models").then().statusCode(401);
    given()
        .auth()
        .oauth2(token(DOOR + "/fhir/Patient"))
        .get("/fhir/Patient")
        .then()
        .statusCode(401);
  }

  @Test
  void aTokenIsShortAndSaysItsTimes() {
    refuses("300 seconds", claims -> claims.setExpirationTimeMinutesInTheFuture(6));
    refuses("expired", claims -> claims.setExpirationTimeMinutesInTheFuture(-2));
    refuses("in exp", claims -> claims.unsetClaim("exp"));
    refuses("in iat", claims -> claims.unsetClaim("iat"));
    refuses("in jti", claims -> claims.unsetClaim("jti"));
    refuses(
        "in the future",
        claims -> {
          claims.setIssuedAt(NumericDate.fromSeconds(NumericDate.now().getValue() + 120));
          claims.setExpirationTimeMinutesInTheFuture(5);
        });
    refuses(
        "not of its type",
        claims -> {
          claims.setClaim("exp", "soon");
        });
  }

  @Test
  void onlyAsymmetricSignaturesByAPublishedKeyStand() {
    refuses("alg must be", claims -> {}, signBy(PUBLISHED, "RS256"));
    refuses(
        "alg must be",
        claims -> {},
        header -> {
          header.setAlgorithmHeaderValue("HS384");
          header.setKey(new HmacKey(PUBLISHED.getPublicKey().getEncoded()));
        });
    refuses("signature does not", claims -> {}, signBy(TestClinic.ec("handed-over"), "ES384"));
    refuses("no key of this kid", claims -> {}, signBy(TestClinic.ec("unknown"), "ES384"));
    refuses("signature does not", claims -> {}, header -> header.setKeyIdHeaderValue("published"));
    refuses(
        "jku is not on the list",
        claims -> {},
        header -> header.setHeader("jku", "http://127.0.0.1:1/jwks"));
    refuses(
        "no key of this kid", claims -> {}, header -> header.setHeader("jku", TestClinic.jku()));
    refuses("typ must be", claims -> {}, header -> header.setHeader("typ", "at+jwt"));
  }

  @Test
  void refusesWhoIsNotOnTheList() {
    refuses("not on the list", claims -> claims.setIssuer("https://stranger.test/"));
  }

  @Test
  void tokensOfSalusGoOnWorking() {
    call(TestTokens.admin("clinic")).statusCode(200);
    call(TestTokens.admin("clinic") + "x").statusCode(401);
    given().get("/cds-services").then().statusCode(200).body("services.id", contains("salus-risk"));
  }
}
