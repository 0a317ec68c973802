package io.salus.records.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.records.definition.R4;
import io.salus.records.definition.SearchKind;
import io.salus.records.index.Amounts.Amount;
import io.salus.records.index.IndexEntries.Below;
import io.salus.records.index.IndexEntries.Concept;
import io.salus.records.index.IndexEntries.Identified;
import io.salus.records.index.IndexEntries.Interval;
import io.salus.records.index.IndexEntries.Measure;
import io.salus.records.index.IndexEntries.Pair;
import io.salus.records.index.IndexEntries.PairAmount;
import io.salus.records.index.IndexEntries.Position;
import io.salus.records.index.IndexEntries.Present;
import io.salus.records.index.IndexEntries.Reference;
import io.salus.records.index.IndexEntries.Text;
import io.salus.records.index.IndexEntries.Token;
import io.salus.records.index.IndexEntries.Typed;
import io.salus.records.index.IndexEntries.Uri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IndexerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final IndexEntries PATIENT =
      index(
          """
          {"resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1970-02",
           "active": true, "identifier": [{"system": "urn:x", "value": "42"}, {"value": "7"}],
           "name": [{"family": "Müller-Groß", "given": ["  Ann  Marie ", "ÉVA"]}],
           "telecom": [{"system": "phone", "value": "555-1"}, {"system": "email", "value": "a@b"}],
           "address": [{"line": ["1 Main St"], "city": "Bern", "postalCode": "3000"}],
           "deceasedDateTime": "2020-05-01T10:00:00+02:00",
           "generalPractitioner": [{"reference": "Practitioner/d1"}],
           "link": [{"other": {"reference": "Patient/p2"}, "type": "seealso"}]}
          """);

  private static final IndexEntries OBSERVATION =
      index(
          """
          {"resourceType": "Observation", "id": "o1", "status": "final",
           "meta": {"profile": ["http://example.org/vital|1.0"]},
           "category": [{"coding": [{"system": "urn:c", "code": "vital-signs"}], "text": "Vital"}],
           "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}, {"code": "w"}], "text": "Weight"},
           "subject": {"reference": "Patient/p1/_history/3"}, "encounter": {"reference": "urn:uuid:x"},
           "performer": [{"reference": "#p"}, {"reference": "Practitioner/d1"}, {"reference": "https://other.org/fhir/Patient/9"}],
           "effectivePeriod": {"start": "2024-01-01", "end": "2024-01-02"},
           "valueQuantity": {"value": 70.50, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}}
          """);

  @Test
  void findsAPatientByCodesAndIdentifiers() {
    assertTrue(
        PATIENT
            .tokens()
            .contains(new Token("gender", "http://hl7.org/fhir/administrative-gender", "female")));
    assertTrue(PATIENT.tokens().contains(new Token("active", null, "true")));
    assertTrue(PATIENT.tokens().contains(new Token("_id", null, "p1")));
    assertTrue(PATIENT.tokens().contains(new Token("deceased", null, "true")));
    assertTrue(PATIENT.tokens().contains(new Token("identifier", "urn:x", "42")));
    assertTrue(PATIENT.tokens().contains(new Token("identifier", null, "7")));
  }

  @Test
  void findsContactsByTheirKindAndWithoutASystem() {
    assertEquals(List.of(new Token("phone", null, "555-1")), tokens(PATIENT, "phone"));
    assertEquals(List.of(new Token("email", null, "a@b")), tokens(PATIENT, "email"));
    assertEquals(2, tokens(PATIENT, "telecom").size());
  }

  @Test
  void normalisesNamesAndAddresses() {
    assertEquals(Set.of("muller-gross", "ann marie", "eva"), texts(PATIENT, "name"));
    assertEquals(Set.of("muller-gross"), texts(PATIENT, "family"));
    assertEquals(Set.of("1 main st", "bern", "3000"), texts(PATIENT, "address"));
    assertEquals(Set.of("bern"), texts(PATIENT, "address-city"));
  }

  @Test
  void coversTheWholeMonthOfABirthDate() {
    assertTrue(
        PATIENT
            .dates()
            .contains(
                new Interval(
                    "birthdate", micros("1970-02-01T00:00:00Z"), micros("1970-03-01T00:00:00Z"))));
  }

  @Test
  void putsTimesIntoUtc() {
    assertTrue(
        PATIENT
            .dates()
            .contains(
                new Interval(
                    "death-date", micros("2020-05-01T08:00:00Z"), micros("2020-05-01T08:00:01Z"))));
  }

  @Test
  void includesTheLastDayOfAPeriod() {
    assertEquals(
        List.of(
            new Interval("date", micros("2024-01-01T00:00:00Z"), micros("2024-01-03T00:00:00Z"))),
        OBSERVATION.dates());
  }

  @Test
  void findsConceptsByEachCodingAndNeverByText() {
    assertEquals(
        List.of(new Token("code", "http://loinc.org", "29463-7"), new Token("code", null, "w")),
        tokens(OBSERVATION, "code"));
    assertEquals(
        List.of(new Token("category", "urn:c", "vital-signs")), tokens(OBSERVATION, "category"));
  }

  @Test
  void findsLocalReferencesOnly() {
    assertEquals(
        Set.of(
            new Reference("patient", "Patient", "p1"),
            new Reference("subject", "Patient", "p1"),
            new Reference("performer", "Practitioner", "d1")),
        Set.copyOf(OBSERVATION.references()));
    assertTrue(
        OBSERVATION.uris().contains(new Uri("performer", "https://other.org/fhir/Patient/9")));
  }

  @Test
  void findsQuantitiesWithTheirUnits() {
    Measure weight = OBSERVATION.quantities().getFirst();
    assertEquals("combo-value-quantity", weight.param());
    assertEquals(0, weight.value().compareTo(new BigDecimal("70.5")));
    assertEquals("http://unitsofmeasure.org", weight.system());
    assertEquals("kg", weight.code());
  }

  @Test
  void findsCanonicalsWithAndWithoutTheirVersion() {
    assertTrue(OBSERVATION.uris().contains(new Uri("_profile", "http://example.org/vital|1.0")));
    assertTrue(OBSERVATION.uris().contains(new Uri("_profile", "http://example.org/vital")));
  }

  @Test
  void knowsThePatientsWhoseCompartmentsItBelongsTo() {
    assertEquals(Set.of("p1", "p2"), PATIENT.patients());
    assertEquals(Set.of("p1"), OBSERVATION.patients());
    assertEquals(
        Set.of(),
        index(
                """
                {"resourceType": "Task", "id": "t", "for": {"reference": "Patient/p1"}}
                """)
            .patients(),
        "Tasks are in no patient's compartment");
  }

  @Test
  void indexesAQuantityInWhateverUnitAndInBaseUnits() {
    Measure weight = OBSERVATION.quantities().getFirst();
    assertEquals(
        List.of(new Amount("", 70.5, 70.5), new Amount("u|g", 70500, 70500)), Amounts.of(weight));
    Measure local = new Measure("x", BigDecimal.ONE, null, "urn:s", "tabs", "Tabs");
    double open = Double.POSITIVE_INFINITY;
    assertEquals(
        List.of(
            new Amount("", 1, open),
            new Amount("c|urn:s|tabs", 1, open),
            new Amount("c||tabs", 1, open),
            new Amount("c||Tabs", 1, open)),
        Amounts.of(local));
  }

  @Test
  void keepsTheTextsOfCodes() {
    IndexEntries entries =
        index(
            """
            {"resourceType": "Condition", "code": {"text": "Bad headache", "coding": [
              {"system": "urn:s", "code": "1", "display": "Headache"}]},
             "bodySite": [{"text": "Left side"}], "identifier": [{"value": "7", "type": {
               "text": "Number", "coding": [{"system": "urn:t", "code": "MR"}]}}]}
            """);
    assertEquals(
        Set.of(
            new Concept("code", "urn:s", "1", "headache"),
            new Concept("code", null, null, "bad headache"),
            new Concept("body-site", null, null, "left side"),
            new Concept("identifier", null, null, "number")),
        Set.copyOf(entries.of(Concept.class)));
    assertEquals(List.of(new Typed("identifier", "urn:t", "MR", "7")), entries.of(Typed.class));
  }

  @Test
  void knowsWhichParametersHaveAValue() {
    Set<String> present =
        Set.copyOf(OBSERVATION.of(Present.class).stream().map(Present::param).toList());
    assertTrue(present.containsAll(Set.of("code", "subject", "patient", "value-quantity", "date")));
    assertTrue(present.contains("encounter"), "also when it cannot be searched");
    assertTrue(java.util.Collections.disjoint(present, Set.of("device", "value-string", "method")));
    IndexEntries group =
        index(
            """
            {"resourceType": "Observation", "subject": {"reference": "Group/1"}}
            """);
    assertEquals(List.of(new Present("subject")), group.of(Present.class), "a group is no patient");
  }

  @Test
  void findsReferencesByIdentifier() {
    IndexEntries entries =
        index(
            """
            {"resourceType": "Observation", "subject": {"type": "Patient",
              "identifier": {"system": "urn:x", "value": "42"}}}
            """);
    assertEquals(
        Set.of(new Identified("subject", "urn:x", "42"), new Identified("patient", "urn:x", "42")),
        Set.copyOf(entries.of(Identified.class)));
  }

  @Test
  void pairsThePartsOfElementsThatRepeat() {
    IndexEntries entries =
        index(
            """
            {"resourceType": "Observation", "component": [
              {"code": {"coding": [{"system": "urn:s", "code": "sys"}]},
               "valueQuantity": {"value": 120, "system": "http://unitsofmeasure.org", "code": "kg"}},
              {"code": {"coding": [{"code": "c"}]},
               "valueCodeableConcept": {"coding": [{"system": "urn:v", "code": "yes"}]}}]}
            """);
    assertEquals(
        Set.of(
            new PairAmount("component-code-value-quantity", "sys", "", 120, 120),
            new PairAmount("component-code-value-quantity", "sys", "u|g", 120_000, 120_000),
            new PairAmount("component-code-value-quantity", "urn:s|sys", "", 120, 120),
            new PairAmount("component-code-value-quantity", "urn:s|sys", "u|g", 120_000, 120_000)),
        Set.copyOf(entries.of(PairAmount.class)));
    assertEquals(
        Set.of(
            new Pair("component-code-value-concept", "c", "yes"),
            new Pair("component-code-value-concept", "c", "urn:v|yes"),
            new Pair("component-code-value-concept", "|c", "yes"),
            new Pair("component-code-value-concept", "|c", "urn:v|yes")),
        Set.copyOf(entries.of(Pair.class)));
  }

  @Test
  void pairsReferencesAndPlacesOnChromosomes() {
    IndexEntries document =
        index(
            """
            {"resourceType": "DocumentReference", "relatesTo": [
              {"code": "replaces", "target": {"reference": "DocumentReference/1"}}]}
            """);
    assertTrue(
        document
            .of(Pair.class)
            .contains(new Pair("relationship", "replaces", "DocumentReference/1")));
    IndexEntries sequence =
        index(
            """
            {"resourceType": "MolecularSequence", "variant": [{"start": 10, "end": 20}],
             "referenceSeq": {"chromosome": {"coding": [{"code": "X"}]}}}
            """);
    assertTrue(
        sequence
            .of(PairAmount.class)
            .contains(new PairAmount("chromosome-variant-coordinate", "X", "", 10, 20)));
  }

  @Test
  void findsUrlsByWhatTheyBeginWith() {
    IndexEntries entries =
        index(
            """
            {"resourceType": "ValueSet", "url": "http://example.org/fhir/ValueSet/x"}
            """);
    assertEquals(
        Set.of(
            new Below("url", "http://example.org/fhir/ValueSet/x"),
            new Below("url", "http://example.org/fhir/ValueSet"),
            new Below("url", "http://example.org/fhir"),
            new Below("url", "http://example.org")),
        Set.copyOf(entries.of(Below.class)));
  }

  @Test
  void findsPlaces() {
    IndexEntries entries =
        index(
            """
            {"resourceType": "Location", "position": {"latitude": 46.95, "longitude": 7.45}}
            """);
    assertEquals(List.of(new Position("near", 46.95, 7.45)), entries.of(Position.class));
  }

  @Test
  void readsADateOnlyWhereTheChoiceIsATime() {
    String immunization =
        """
        {"resourceType": "Immunization", "occurrence%s": "2024"}
        """;
    assertEquals(1, index(immunization.formatted("DateTime")).dates().size());
    assertEquals(List.of(), index(immunization.formatted("String")).dates());
  }

  @Test
  void describesTheParametersThatItExtracts() {
    SearchParam subject = SearchParams.find("Observation", "subject").orElseThrow();
    assertEquals(SearchKind.REFERENCE, subject.kind());
    assertEquals(Set.of("Patient", "Group", "Device", "Location"), subject.targets());
    assertEquals(Set.of("Patient"), SearchParams.find("Goal", "patient").orElseThrow().targets());
    assertEquals(
        SearchKind.COMPOSITE,
        SearchParams.find("Observation", "code-value-quantity").orElseThrow().kind());
    assertTrue(SearchParams.find("Nothing", "code").isEmpty());
  }

  @Test
  void compilesTheParametersOfEveryType() {
    for (String type : R4.resourceTypes()) {
      IndexEntries entries = index("{\"resourceType\": \"" + type + "\", \"id\": \"x\"}");
      assertTrue(entries.tokens().contains(new Token("_id", null, "x")), type);
    }
  }

  private static List<Token> tokens(IndexEntries entries, String param) {
    return entries.tokens().stream().filter(token -> token.param().equals(param)).toList();
  }

  private static Set<String> texts(IndexEntries entries, String param) {
    return Set.copyOf(
        entries.strings().stream()
            .filter(text -> text.param().equals(param))
            .map(Text::text)
            .toList());
  }

  private static long micros(String instant) {
    return Instant.parse(instant).toEpochMilli() * 1000;
  }

  private static IndexEntries index(String text) {
    try {
      JsonNode resource = JSON.readTree(text);
      return Indexer.index(resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
