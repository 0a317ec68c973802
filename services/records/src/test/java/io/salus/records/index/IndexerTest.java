package io.salus.records.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.records.definition.R4;
import io.salus.records.definition.SearchKind;
import io.salus.records.index.IndexEntries.Interval;
import io.salus.records.index.IndexEntries.Measure;
import io.salus.records.index.IndexEntries.Reference;
import io.salus.records.index.IndexEntries.Text;
import io.salus.records.index.IndexEntries.Token;
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
    assertTrue(PATIENT.tokens().contains(new Token("gender", null, "female")));
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
    assertTrue(SearchParams.find("Observation", "code-value-quantity").isEmpty());
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
