package io.salus.records.terminology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class TerminologyIT {
  private static final String DISEASES =
      """
      {"resourceType":"CodeSystem","url":"urn:diseases","version":"1","name":"Diseases","status":"active","content":"complete",
       "concept":[{"code":"heart","display":"Heart disease","concept":[
         {"code":"attack","display":"Heart attack","definition":"Sudden.","designation":[{"language":"de","value":"Herzinfarkt"}],
          "property":[{"code":"severe","valueBoolean":true}]}]},{"code":"cold","display":"Cold"}]}\
      """;
  private static final String OF_THE_HEART =
      """
      {"resourceType":"ValueSet","url":"urn:vs:heart","status":"active","compose":{"include":[{"system":"urn:diseases",
       "filter":[{"property":"concept","op":"is-a","value":"heart"}]}]}}\
      """;

  @Inject Tenant tenant;
  @Inject Terminology terminology;

  private void store(String name) {
    tenant.put(name, "CodeSystem", "diseases", DISEASES);
    tenant.put(name, "ValueSet", "heart", OF_THE_HEART);
  }

  @Test
  void expandsPagesAndFilters() {
    store("expand");
    JsonNode all = tenant.get("expand", "ValueSet", "expand", "url=urn:vs:heart");
    assertEquals(List.of("heart", "attack"), codes(all));
    assertEquals(2, all.at("/expansion/total").asInt());
    assertEquals("Heart attack", all.at("/expansion/contains/1/display").asText());
    assertEquals("1", all.at("/expansion/contains/1/version").asText());

    JsonNode page = tenant.get("expand", "ValueSet", "expand", "url=urn:vs:heart&offset=1&count=1");
    assertEquals(List.of("attack"), codes(page));
    assertEquals(2, page.at("/expansion/total").asInt());
    assertEquals(
        List.of("attack"),
        codes(
            tenant.get("expand", "ValueSet", "expand", "url=urn:vs:heart&filter=HERZ%20infarkt")));
    JsonNode german =
        tenant.answer(
            Tenant.caller("expand"),
            "ValueSet",
            "heart",
            "expand",
            "displayLanguage=de&includeDesignations=true",
            "");
    assertEquals("Herzinfarkt", german.at("/expansion/contains/1/display").asText());
    assertEquals("de", german.at("/expansion/contains/1/designation/0/language").asText());

    String inline =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"valueSet\",\"resource\":"
            + "{\"resourceType\":\"ValueSet\",\"compose\":{\"include\":[{\"valueSet\":[\"urn:vs:heart\"]}],"
            + "\"exclude\":[{\"system\":\"urn:diseases\",\"concept\":[{\"code\":\"heart\"}]}]}}}]}";
    assertEquals(List.of("attack"), codes(tenant.post("expand", "ValueSet", "expand", inline)));
  }

  @Test
  void seesAWriteAtOnceAndOtherTenantsNever() {
    store("fresh");
    assertEquals(
        List.of("heart", "attack"),
        codes(tenant.get("fresh", "ValueSet", "expand", "url=urn:vs:heart")));

    tenant.put("fresh", "CodeSystem", "diseases", DISEASES.replace("\"attack\"", "\"stroke\""));

    assertEquals(
        List.of("heart", "stroke"),
        codes(tenant.get("fresh", "ValueSet", "expand", "url=urn:vs:heart")));
    assertEquals(
        "not-found",
        tenant.get("stranger", "ValueSet", "expand", "url=urn:vs:heart").path("error").asText());
    assertEquals(
        "not-found",
        tenant
            .answer(Tenant.patient("fresh", "p1"), "ValueSet", "", "expand", "url=urn:vs:heart", "")
            .path("error")
            .asText());
    tenant.delete("fresh", "ValueSet", "heart");
    assertEquals(
        "not-found",
        tenant.get("fresh", "ValueSet", "expand", "url=urn:vs:heart").path("error").asText());
  }

  @Test
  void checksCodes() {
    store("codes");
    String base = "url=urn:vs:heart&system=urn:diseases&code=";
    assertTrue(result(tenant.get("codes", "ValueSet", "validate-code", base + "attack")));
    assertEquals(
        "The code is not in the value set.",
        message(tenant.get("codes", "ValueSet", "validate-code", base + "cold")));
    assertTrue(
        message(tenant.get("codes", "ValueSet", "validate-code", base + "attack&display=Something"))
            .contains("Heart attack"));
    assertTrue(
        result(tenant.get("codes", "ValueSet", "validate-code", "url=urn:vs:heart&code=attack")));
    String concept =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"url\",\"valueUri\":\"urn:vs:heart\"},"
            + "{\"name\":\"codeableConcept\",\"valueCodeableConcept\":{\"coding\":["
            + "{\"system\":\"urn:diseases\",\"code\":\"cold\"},{\"system\":\"urn:diseases\",\"code\":\"heart\"}]}}]}";
    assertTrue(result(tenant.post("codes", "ValueSet", "validate-code", concept)));
    assertTrue(
        result(tenant.get("codes", "CodeSystem", "validate-code", "url=urn:diseases&code=cold")));
    assertTrue(
        result(
            tenant.get(
                "codes",
                "ValueSet",
                "validate-code",
                "url=http://hl7.org/fhir/ValueSet/observation-status&code=final"
                    + "&system=http://hl7.org/fhir/observation-status")));
  }

  @Test
  void looksUpAndCompares() {
    store("lookup");
    JsonNode found =
        tenant.get("lookup", "CodeSystem", "lookup", "system=urn:diseases&code=attack");
    String all = found.toString();
    assertTrue(all.contains("{\"name\":\"display\",\"valueString\":\"Heart attack\"}"), all);
    assertTrue(all.contains("Herzinfarkt") && all.contains("\"valueBoolean\":true"), all);
    assertTrue(
        all.contains(
            "[{\"name\":\"code\",\"valueCode\":\"parent\"},{\"name\":\"value\",\"valueCode\":\"heart\"}]"),
        all);
    assertEquals(
        "subsumes",
        tenant
            .get("lookup", "CodeSystem", "subsumes", "system=urn:diseases&codeA=heart&codeB=attack")
            .at("/parameter/0/valueCode")
            .asText());
  }

  @Test
  void givesSearchesTheirCodes() {
    store("search");
    var caller = Tenant.patient("search", "p1");
    assertEquals(
        List.of(new SystemCode("urn:diseases", "heart"), new SystemCode("urn:diseases", "attack")),
        terminology.expand(caller, "urn:vs:heart").await().indefinitely());
    assertEquals(
        2, terminology.descendants(caller, "urn:diseases", "heart").await().indefinitely().size());
    assertEquals(
        2, terminology.ancestors(caller, "urn:diseases", "attack").await().indefinitely().size());
    assertThrows(
        Unprocessable.class,
        () -> terminology.expand(caller, "urn:vs:nothing").await().indefinitely());
  }

  @Test
  void worksWithALargeSystem() {
    StringBuilder concepts = new StringBuilder();
    for (int i = 0; i < 30_000; i++) {
      concepts.append(i == 0 ? "" : ",").append("{\"code\":\"").append(i);
      concepts
          .append("-7\",\"display\":\"Measurement number ")
          .append(i)
          .append("\",\"property\":[");
      concepts.append("{\"code\":\"CLASS\",\"valueString\":\"C").append(i % 300).append("\"}]}");
    }
    tenant.put(
        "large",
        "CodeSystem",
        "big",
        "{\"resourceType\":\"CodeSystem\",\"url\":\"urn:big\",\"status\":\"active\",\"content\":\"complete\",\"concept\":["
            + concepts
            + "]}");
    JsonNode page =
        tenant.get(
            "large", "ValueSet", "expand", "url=urn:big?fhir_vs&filter=number%209999&count=2");
    assertEquals(3, page.at("/expansion/total").asInt());
    assertEquals(2, codes(page).size());
    assertEquals(
        "too-costly",
        tenant
            .get("large", "ValueSet", "expand", "url=urn:big?fhir_vs")
            .at("/issue/0/code")
            .asText());
    String filtered =
        "{\"resourceType\":\"ValueSet\",\"compose\":{\"include\":[{\"system\":\"urn:big\",\"filter\":["
            + "{\"property\":\"CLASS\",\"op\":\"=\",\"value\":\"C42\"}]}]}}";
    assertEquals(100, codes(tenant.post("large", "ValueSet", "expand", filtered)).size());
    assertTrue(
        result(tenant.get("large", "CodeSystem", "validate-code", "url=urn:big&code=29999-7")));
  }

  @Test
  void answersNonsenseWithAnError() {
    for (String query :
        List.of(
            "",
            "url=",
            "url=%7C",
            "url=urn:none",
            "url=urn:none%7C" + "9".repeat(5000),
            "url=urn:x&count=-1",
            "url=urn:x&offset=99999999999999",
            "url=" + "x".repeat(60_000))) {
      JsonNode answer = tenant.get("nonsense", "ValueSet", "expand", query);
      assertTrue(answer.has("error") || answer.has("issue"), query);
    }
    for (String body :
        List.of(
            "{}",
            "{\"resourceType\":\"Patient\"}",
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"valueSet\",\"resource\":{}}]}",
            "{\"resourceType\":\"ValueSet\",\"compose\":{\"include\":[{\"system\":\"urn:none\"}]}}",
            "{\"resourceType\":\"ValueSet\",\"compose\":{\"include\":[{\"valueSet\":[\"urn:none\"]}]}}",
            "{\"resourceType\":\"ValueSet\",\"compose\":{\"include\":[{\"system\":\"http://hl7.org/fhir/administrative-gender\","
                + "\"filter\":[{\"property\":\"display\",\"op\":\"regex\",\"value\":\"((((\"}]}]}}",
            "{\"resourceType\":\"ValueSet\",\"compose\":{\"include\":[{\"system\":\"http://hl7.org/fhir/administrative-gender\","
                + "\"filter\":[{\"property\":\"display\",\"op\":\"guess\",\"value\":\"x\"}]}]}}",
            "{\"resourceType\":\"ValueSet\",\"expansion\":"
                + "{\"contains\":[".repeat(300)
                + "]}".repeat(300)
                + "}",
            "[".repeat(100_000))) {
      JsonNode answer = tenant.post("nonsense", "ValueSet", "expand", body);
      assertTrue(answer.has("error") || answer.has("issue"), answer.toString());
    }
  }

  private static List<String> codes(JsonNode valueSet) {
    List<String> codes = new ArrayList<>();
    valueSet.at("/expansion/contains").forEach(item -> codes.add(item.path("code").asText()));
    return codes;
  }

  private static boolean result(JsonNode parameters) {
    return parameters.at("/parameter/0/valueBoolean").asBoolean();
  }

  private static String message(JsonNode parameters) {
    assertEquals("message", parameters.at("/parameter/1/name").asText(), parameters.toString());
    return parameters.at("/parameter/1/valueString").asText();
  }
}
