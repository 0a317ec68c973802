package io.salus.records.terminology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ExpanderTest {
  private static final String SYSTEM = "urn:animals";
  private static final String ANIMALS =
      """
      "content":"complete","property":[{"code":"kingdom","type":"string"},
       {"code":"over","uri":"http://hl7.org/fhir/concept-properties#parent","type":"code"}],
      "concept":[
       {"code":"animal","display":"Animal","concept":[
         {"code":"dog","display":"Dog","concept":[{"code":"poodle","display":"Poodle"}]},
         {"code":"cat","display":"Cat","property":[{"code":"kingdom","valueString":"house"}]}]},
       {"code":"tiger","display":"Tiger","property":[{"code":"over","valueCode":"cat"},
         {"code":"inactive","valueBoolean":true}]}]
      """;

  private final TestShelf shelf = new TestShelf().codeSystem(SYSTEM, ANIMALS);

  private List<String> expandOf(String compose) {
    return shelf.valueSet("urn:vs", "\"compose\":{" + compose + "}").expand("urn:vs");
  }

  private static String filter(String property, String op, String value) {
    return """
    "include":[{"system":"urn:animals","filter":[{"property":"%s","op":"%s","value":"%s"}]}]\
    """
        .formatted(property, op, value);
  }

  @Test
  void takesAWholeSystemInItsOrder() {
    assertEquals(
        List.of("animal", "dog", "poodle", "cat", "tiger"),
        expandOf("\"include\":[{\"system\":\"urn:animals\"}]"));
  }

  @Test
  void followsNestingAndParentProperties() {
    assertEquals(List.of("cat", "tiger"), expandOf(filter("concept", "is-a", "cat")));
    assertEquals(List.of("tiger"), expandOf(filter("concept", "descendent-of", "cat")));
    assertEquals(
        List.of("animal", "dog", "poodle"), expandOf(filter("concept", "is-not-a", "cat")));
    assertEquals(
        List.of("animal", "cat", "tiger"), expandOf(filter("concept", "generalizes", "tiger")));
  }

  @Test
  void comparesProperties() {
    assertEquals(List.of("cat"), expandOf(filter("kingdom", "=", "house")));
    assertEquals(List.of("cat"), expandOf(filter("kingdom", "exists", "true")));
    assertEquals(List.of("dog", "cat"), expandOf(filter("code", "in", "cat, dog")));
    assertEquals(List.of("dog", "poodle"), expandOf(filter("code", "regex", ".*d.*o.*|.*o.d.*")));
    assertEquals(List.of("dog", "cat"), expandOf(filter("parent", "=", "animal")));
  }

  @Test
  void excludesCodesAndThoseOutOfUse() {
    assertEquals(
        List.of("animal", "dog"),
        expandOf(
            """
            "inactive":false,"include":[{"system":"urn:animals"}],
            "exclude":[{"system":"urn:animals","concept":[{"code":"cat"},{"code":"poodle"}]}]\
            """));
  }

  @Test
  void takesTheUnionOfImportsAndKeepsToTheSystem() {
    shelf
        .valueSet(
            "urn:a",
            "\"compose\":{\"include\":[{\"system\":\"urn:animals\",\"concept\":[{\"code\":\"dog\"}]}]}")
        .valueSet(
            "urn:b",
            "\"compose\":{\"include\":[{\"system\":\"urn:other\",\"concept\":[{\"code\":\"x\"}]},"
                + filter("concept", "is-a", "cat").replace("\"include\":[", "")
                + "}");
    assertEquals(
        List.of("dog", "x", "cat", "tiger"),
        expandOf("\"include\":[{\"valueSet\":[\"urn:a\",\"urn:b\"]}]"));
    assertEquals(
        List.of("dog", "cat", "tiger"),
        expandOf("\"include\":[{\"system\":\"urn:animals\",\"valueSet\":[\"urn:a\",\"urn:b\"]}]"));
  }

  @Test
  void saysThatAValueSetImportsItself() {
    shelf.valueSet("urn:a", "\"compose\":{\"include\":[{\"valueSet\":[\"urn:b\"]}]}");
    shelf.valueSet("urn:b", "\"compose\":{\"include\":[{\"valueSet\":[\"urn:a\"]}]}");

    Refused expansion = assertThrows(Refused.class, () -> shelf.expand("urn:a"));
    Refused member = assertThrows(Refused.class, () -> shelf.contains("urn:a", "s", "c"));

    assertEquals("The value set imports itself.", expansion.detail());
    assertEquals(expansion.detail(), member.detail());
  }

  @Test
  void stopsWhenItGetsTooCostly() {
    shelf.valueSet("urn:all", "\"compose\":{\"include\":[{\"system\":\"urn:animals\"}]}");
    Library library = shelf.library(4);
    ValueSet all = library.requireValueSet(Canonical.parse("urn:all"));

    Refused refused = assertThrows(Refused.class, () -> new Expander(library).expand(all));

    assertEquals("too-costly", refused.code());
  }

  @Test
  void stopsImportsThatAreRepeatedTooOften() {
    shelf.valueSet("urn:all", "\"compose\":{\"include\":[{\"system\":\"urn:animals\"}]}");
    String imports =
        "{\"valueSet\":[\"urn:all\"]},".repeat(20_000) + "{\"system\":\"urn:animals\"}";

    Refused refused = assertThrows(Refused.class, () -> expandOf("\"include\":[" + imports + "]"));

    assertEquals("too-costly", refused.code());
  }

  @Test
  void stopsARegularExpressionThatNeverEnds() {
    shelf.codeSystem(
        "urn:long",
        "\"content\":\"complete\",\"concept\":[{\"code\":\"" + "a".repeat(60) + "!\"}]");
    String compose = filter("code", "regex", ".*.*.*.*.*.*b").replace(SYSTEM, "urn:long");

    assertEquals("too-costly", assertThrows(Refused.class, () -> expandOf(compose)).code());
  }

  @Test
  void knowsTheMembersThatItWouldExpand() {
    for (String compose :
        List.of(
            filter("concept", "is-a", "cat"),
            filter("concept", "is-not-a", "cat"),
            "\"include\":[{\"system\":\"urn:animals\"}],\"exclude\":["
                + filter("concept", "is-a", "dog").replace("\"include\":[", ""),
            "\"inactive\":false,\"include\":[{\"valueSet\":[\"urn:animals?fhir_vs\"]}]",
            "\"include\":[{\"valueSet\":[\"urn:animals?fhir_vs=isa/dog\"]}]")) {
      Set<String> expanded = new TreeSet<>(expandOf(compose));
      Set<String> members = new TreeSet<>();
      for (String code : List.of("animal", "dog", "poodle", "cat", "tiger", "bird")) {
        if (shelf.contains("urn:vs", SYSTEM, code)) {
          members.add(code);
        }
      }
      assertEquals(expanded, members, compose);
    }
  }

  @Test
  void knowsTheValueSetsOfR4() {
    assertEquals(
        List.of("male", "female", "other", "unknown"),
        shelf.expand("http://hl7.org/fhir/ValueSet/administrative-gender"));
    assertTrue(
        shelf.contains(
            "http://terminology.hl7.org/ValueSet/v3-ActEncounterCode|2014-03-26",
            "http://terminology.hl7.org/CodeSystem/v3-ActCode",
            "AMB"));
    assertFalse(
        shelf.contains(
            "http://terminology.hl7.org/ValueSet/v3-ActEncounterCode",
            "http://terminology.hl7.org/CodeSystem/v3-ActCode",
            "PAT"));
  }
}
