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
    assertEquals(146 + 1, R4.resourceTypes().size(), "ViewDefinition is one more");
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
    assertEquals(new SearchPath("Encounter.subject", List.of("Reference"), "Patient", null), path);
  }

  @Test
  void takesOfAChoiceWhatTheParameterSearches() {
    SearchPath path = parameter("Immunization", "date").paths().getFirst();
    assertEquals(
        new SearchPath("Immunization.occurrence", List.of("dateTime"), null, null),
        path,
        "an occurrence in words is no date");
  }

  @Test
  void knowsTheCodeSystemOfPlainCodes() {
    SearchPath gender = parameter("Patient", "gender").paths().getFirst();
    CodeSet codes = R4.codes(String.valueOf(gender.valueSet())).orElseThrow();
    assertEquals("http://hl7.org/fhir/administrative-gender", codes.system("male"));
    assertEquals(null, codes.system("m"));
  }

  @Test
  void searchesACompositeByItsPartsWhereTheElementComesOnce() {
    Composite composite = composite("Observation", "code-value-quantity");
    assertEquals(List.of(SearchKind.TOKEN, SearchKind.QUANTITY), composite.parts());
    assertEquals(List.of(List.of("code", "value-quantity")), composite.together());
    assertEquals(List.of(), composite.pairs());
    assertEquals(
        List.of(List.of("code", "value-date")),
        composite("Observation", "code-value-date").together());
    assertEquals(
        List.of(List.of("chromosome", "window-start", "window-end")),
        composite("MolecularSequence", "chromosome-window-coordinate").together());
  }

  @Test
  void looksForTheElementsOfACompositeThatRepeat() {
    Composite combo = composite("Observation", "combo-code-value-quantity");
    assertEquals(List.of(List.of("code", "value-quantity")), combo.together());
    assertEquals("component-code-value-quantity", combo.pairs().getFirst().param());
    assertEquals("Observation.component", combo.pairs().getFirst().root());
    assertEquals(List.of(), composite("Group", "characteristic-value").together());
    for (String type : R4.resourceTypes()) {
      for (SearchParameter parameter : R4.searchParameters(type)) {
        assertEquals(parameter.kind() == SearchKind.COMPOSITE, parameter.composite() != null);
      }
    }
  }

  @Test
  void knowsEveryCompartmentOfTheStandard() {
    assertEquals(
        Set.of("Patient", "Encounter", "RelatedPerson", "Practitioner", "Device"),
        R4.compartments());
    assertEquals(List.of("encounter"), R4.compartment("Encounter", "Observation"));
    assertEquals(List.of("subject", "performer"), R4.compartment("Patient", "Observation"));
    assertEquals(List.of(), R4.compartment("Device", "Patient"));
  }

  @Test
  void leavesOutParametersThatItCannotIndexInFull() {
    Set<String> observation =
        R4.searchParameters("Observation").stream()
            .map(SearchParameter::code)
            .collect(Collectors.toSet());
    assertFalse(observation.contains("_text"), "full text");
    assertTrue(observation.containsAll(Set.of("_id", "_lastUpdated", "code", "value-quantity")));
    assertEquals(SearchKind.SPECIAL, parameter("Location", "near").kind());
    assertTrue(R4.searchParameters("Patient").stream().noneMatch(p -> p.code().equals("phonetic")));
  }

  @Test
  void readsBackWhatItWrites() throws IOException {
    try (var in = R4Test.class.getResourceAsStream("/fhir-r4.bin")) {
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

  private static Composite composite(String type, String code) {
    Composite composite = parameter(type, code).composite();
    assertNotNull(composite);
    return composite;
  }
}
