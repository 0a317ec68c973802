package io.salus.records.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.records.store.Json;
import io.salus.records.terminology.Tenant;
import io.salus.records.transaction.Bundles;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Slow for a test, ten seconds: HAPI reads all definitions of R4 once, and once more for a tenant
 * that has its own.
 */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class ValidateIT {
  private static final String PATIENT =
      """
      {"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">Ann</div>"},
       "name":[{"family":"Ash"}],"gender":"female"}\
      """;

  /** Only what differs from R4: the snapshot is made by the server. */
  private static final String PROFILE =
      """
      {"resourceType":"StructureDefinition","url":"urn:profile:dated","name":"Dated","status":"active","fhirVersion":"4.0.1",
       "kind":"resource","abstract":false,"type":"Patient","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Patient",
       "derivation":"constraint","differential":{"element":[{"id":"Patient","path":"Patient"},
        {"id":"Patient.birthDate","path":"Patient.birthDate","min":1},
        {"id":"Patient.maritalStatus","path":"Patient.maritalStatus","binding":{"strength":"required","valueSet":"urn:vs:marital"}}]}}\
      """;

  @Inject Tenant tenant;
  @Inject Bundles bundles;

  @Test
  void tellsAllThatIsWrong() {
    assertEquals(
        List.of("information"), severities(validate("plain", "Patient", PATIENT)), "a good one");

    JsonNode bad =
        validate("plain", "Patient", PATIENT.replace("\"female\"", "\"f\",\"birthdate\":\"x\""));

    assertTrue(severities(bad).stream().filter("error"::equals).count() >= 2, bad.toString());
    String expressions = bad.toString();
    assertTrue(expressions.contains("Patient.gender"), expressions);
    // An invariant, which the check of writes does not look at.
    JsonNode invariant =
        validate(
            "plain",
            "Patient",
            "{\"resourceType\":\"Patient\",\"contact\":[{\"gender\":\"male\"}]}");
    assertTrue(invariant.toString().contains("pat-1"), invariant.toString());
    JsonNode other = validate("plain", "Patient", "{\"resourceType\":\"Observation\"}");
    assertEquals("error", other.at("/issue/0/severity").asText());
  }

  @Test
  void keepsToTheProfilesOfTheTenant() {
    String claim =
        PATIENT.replace("\"name\"", "\"meta\":{\"profile\":[\"urn:profile:dated\"]},\"name\"");
    assertFalse(severities(validate("profiled", "Patient", claim)).contains("error"));

    tenant.put("profiled", "StructureDefinition", "dated", PROFILE);
    tenant.put(
        "profiled",
        "ValueSet",
        "marital",
        "{\"resourceType\":\"ValueSet\",\"url\":\"urn:vs:marital\",\"status\":\"active\",\"compose\":{\"include\":["
            + "{\"system\":\"urn:marital\",\"filter\":[{\"property\":\"concept\",\"op\":\"is-a\",\"value\":\"m\"}]}]}}");
    tenant.put(
        "profiled",
        "CodeSystem",
        "marital",
        "{\"resourceType\":\"CodeSystem\",\"url\":\"urn:marital\",\"status\":\"active\",\"content\":\"complete\",\"concept\":["
            + "{\"code\":\"m\"},{\"code\":\"x\"}]}");

    JsonNode undated = validate("profiled", "Patient", claim);
    assertTrue(undated.toString().contains("Patient.birthDate"), undated.toString());
    String dated = claim.replace("\"gender\"", "\"birthDate\":\"1980-02-03\",\"gender\"");
    JsonNode good = validate("profiled", "Patient", dated.replace("\"gender\"", marital("m")));
    assertFalse(severities(good).contains("error"), good.toString());
    JsonNode bad = validate("profiled", "Patient", dated.replace("\"gender\"", marital("x")));
    assertTrue(severities(bad).contains("error"), bad.toString());
    JsonNode asked =
        tenant.post(
            "profiled",
            "Patient",
            "validate",
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"profile\",\"valueUri\":\"urn:profile:dated\"},"
                + "{\"name\":\"profile\",\"valueUri\":\"urn:profile:none\"},{\"name\":\"resource\",\"resource\":"
                + PATIENT
                + "}]}");
    assertTrue(asked.toString().contains("Patient.birthDate"), asked.toString());
    assertTrue(asked.toString().contains("The profile is not known"), asked.toString());
    assertFalse(
        severities(validate("plain", "Patient", claim)).contains("error"), "of another tenant");
  }

  @Test
  void validatesWhatIsStoredAndTheModes() {
    tenant.put("stored", "Patient", "p1", PATIENT);
    var caller = Tenant.caller("stored");
    assertFalse(
        severities(tenant.answer(caller, "Patient", "p1", "validate", "", "")).contains("error"));
    assertEquals(
        "not-found",
        tenant
            .answer(caller, "Patient", "p2", "validate", "mode=delete", "")
            .path("error")
            .asText());
    assertEquals(
        List.of("information"),
        severities(tenant.answer(caller, "Patient", "p1", "validate", "mode=delete", "")));
    JsonNode update = tenant.answer(caller, "Patient", "p1", "validate", "mode=update", PATIENT);
    assertTrue(severities(update).contains("error"), update.toString());
    assertEquals(
        "invalid-input",
        tenant
            .answer(caller, "Patient", "", "validate", "mode=guess", PATIENT)
            .path("error")
            .asText());
  }

  /** A patient that Synthea made, one resource of each of 23 types and what they refer to. */
  @Test
  void findsNothingWrongWithWhatWasStored() throws IOException {
    byte[] bundle;
    try (InputStream in = ValidateIT.class.getResourceAsStream("/synthea/sample.json")) {
      bundle = java.util.Objects.requireNonNull(in).readAllBytes();
    }
    var caller = Tenant.caller("synthea");
    JsonNode answer =
        Json.parse(bundles.submit(caller, bundle, "http://salus.test/fhir").await().indefinitely());
    assertEquals(35, answer.path("entry").size());
    for (JsonNode entry : answer.path("entry")) {
      String[] place = entry.at("/response/location").asText().split("/");

      JsonNode outcome = tenant.answer(caller, place[0], place[1], "validate", "", "");

      List<String> found = severities(outcome);
      assertTrue(
          !found.isEmpty() && !found.contains("error") && !found.contains("fatal"),
          place[0] + " " + outcome);
    }
  }

  @Test
  void survivesNonsense() {
    String deep =
        "{\"resourceType\":\"Patient\",\"extension\":["
            + "{\"url\":\"u\",\"extension\":[".repeat(400)
            + "]}".repeat(400)
            + "]}";
    assertTrue(validate("nonsense", "Patient", deep).toString().contains("too-costly"));
    for (String body :
        List.of(
            "{}",
            "[]",
            "{\"resourceType\":\"Patient\",\"name\":7,\"contact\":{\"gender\":[[[]]]}}",
            "{\"resourceType\":\"Patient\",\"text\":{\"status\":\"generated\",\"div\":\"<div><\"}}",
            "{\"resourceType\":\"Patient\",\"identifier\":[{\"value\":\""
                + "9".repeat(1 << 20)
                + "\"}]}",
            "{\"resourceType\":\"Patient\",\"multipleBirthInteger\":1e999}",
            "{\"resourceType\":\"Patient\",\"\\u0000\":1,\"_name\":[null]}")) {
      JsonNode answer = validate("nonsense", "Patient", body);
      assertTrue(answer.has("error") || answer.has("issue"), answer.toString());
    }
  }

  private JsonNode validate(String name, String type, String resource) {
    return tenant.post(name, type, "validate", resource);
  }

  private static String marital(String code) {
    return "\"maritalStatus\":{\"coding\":[{\"system\":\"urn:marital\",\"code\":\""
        + code
        + "\"}]},\"gender\"";
  }

  private static List<String> severities(JsonNode outcome) {
    List<String> severities = new java.util.ArrayList<>();
    outcome.path("issue").forEach(issue -> severities.add(issue.path("severity").asText()));
    return severities;
  }
}
