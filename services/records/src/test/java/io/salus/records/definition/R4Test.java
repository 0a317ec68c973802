package io.salus.records.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class R4Test {
  @Test
  void knowsEveryResourceTypeOfTheStandard() {
    assertEquals(146, R4.resourceTypes().size());
    assertTrue(R4.isResourceType("Patient"));
    assertTrue(R4.isResourceType("VisionPrescription"));
    assertFalse(R4.isResourceType("DomainResource"));
    assertFalse(R4.isResourceType("HumanName"));
    assertFalse(R4.isResourceType("Patient.contact"));
  }

  @Test
  void namesAChoiceElementByItsType() {
    TypeDefinition observation = R4.type("Observation").orElseThrow();
    Property quantity = observation.property("valueQuantity");
    assertNotNull(quantity);
    assertEquals("value", quantity.element().name());
    assertEquals("Quantity", quantity.type().name());
    assertEquals(null, observation.property("value"));
    assertEquals(null, observation.property("valueAddress"));
  }

  @Test
  void followsReferencesToOtherElements() {
    TypeDefinition item = R4.type("Questionnaire.item").orElseThrow();
    Property nested = item.property("item");
    assertNotNull(nested);
    assertEquals(item, nested.type());
  }

  @Test
  void listsTheCodesOfRequiredValueSets() {
    Property gender = R4.type("Patient").orElseThrow().property("gender");
    assertNotNull(gender);
    assertNotNull(gender.codes());
    assertEquals(List.of("female", "male", "other", "unknown"), gender.codes().sorted());
  }

  @Test
  void leavesOpenWhatTheStandardDoesNotEnumerate() {
    Property contentType = R4.type("Attachment").orElseThrow().property("contentType");
    assertNotNull(contentType);
    assertEquals(null, contentType.codes());
  }

  @Test
  void givesEachTypeItsOwnPathsOfASharedParameter() {
    SearchParameter code = parameter("AllergyIntolerance", "code");
    assertEquals(
        List.of("AllergyIntolerance.code", "AllergyIntolerance.reaction.substance"),
        code.paths().stream().map(SearchPath::expression).toList());
  }

  @Test
  void turnsAResolvedTypeIntoATarget() {
    SearchPath path = parameter("Encounter", "patient").paths().getFirst();
    assertEquals(new SearchPath("Encounter.subject", List.of("Reference"), "Patient"), path);
  }

  @Test
  void takesOfAChoiceWhatTheParameterSearches() {
    SearchPath path = parameter("Immunization", "date").paths().getFirst();
    assertEquals(
        new SearchPath("Immunization.occurrence", List.of("dateTime"), null),
        path,
        "an occurrence in words is no date");
  }

  @Test
  void leavesOutParametersThatItCannotIndexInFull() {
    Set<String> observation =
        R4.searchParameters("Observation").stream()
            .map(SearchParameter::code)
            .collect(Collectors.toSet());
    assertFalse(observation.contains("code-value-quantity"), "composite");
    assertFalse(observation.contains("_text"), "full text");
    assertTrue(observation.containsAll(Set.of("_id", "_lastUpdated", "code", "value-quantity")));
    assertTrue(R4.searchParameters("Location").stream().noneMatch(p -> p.code().equals("near")));
    assertTrue(R4.searchParameters("Patient").stream().noneMatch(p -> p.code().equals("phonetic")));
  }

  @Test
  void readsBackWhatItWrites() throws IOException {
    try (var in = R4Test.class.getResourceAsStream("/r4.bin")) {
      assertNotNull(in);
      byte[] built = in.readAllBytes();
      Definitions read = DefinitionReader.read(new ByteArrayInputStream(built));
      assertEquals(built.length, DefinitionWriter.write(read).length);
    }
  }

  private static SearchParameter parameter(String type, String code) {
    return R4.searchParameters(type).stream()
        .filter(parameter -> parameter.code().equals(code))
        .findFirst()
        .orElseThrow();
  }
}
