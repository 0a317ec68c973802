package io.salus.records.subscription;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.records.index.IndexEntries;
import io.salus.records.index.Indexer;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CriteriaTest {
  private static final Caller CALLER =
      new Caller("clinic", "tester", Set.of("system/*.rs"), null, null);

  private static final IndexEntries OBSERVATION =
      index(
          """
          {"resourceType":"Observation","id":"o1","meta":{"lastUpdated":"2026-03-01T10:00:00Z"},
           "identifier":[{"system":"urn:lab","value":"7"},{"value":"bare"}],"status":"final",
           "code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},
           "subject":{"reference":"Patient/ann"},"effectiveDateTime":"2026-02-03",
           "valueQuantity":{"value":72.0,"unit":"beats","system":"http://unitsofmeasure.org","code":"/min"}}\
          """);

  private static final IndexEntries PATIENT =
      index(
          """
          {"resourceType":"Patient","id":"ann","name":[{"family":"Öztürk","given":["Ann Mary"]}],
           "birthDate":"1980-05-06","gender":"female"}\
          """);

  private static final IndexEntries RISK =
      index(
          """
          {"resourceType":"RiskAssessment","status":"final","subject":{"reference":"Patient/ann"},
           "prediction":[{"probabilityDecimal":0.82}]}\
          """);

  private static final IndexEntries VALUE_SET =
      index(
          """
          {"resourceType":"ValueSet","status":"active","url":"http://clinic.example/sets/one"}\
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "Observation true",
        "Observation? true",
        "Observation?code=8867-4 true",
        "Observation?code=http://loinc.org|8867-4 true",
        "Observation?code=http%3A%2F%2Floinc.org%7C8867-4 true",
        "Observation?code=http://loinc.org| true",
        "Observation?code=urn:other|8867-4 false",
        "Observation?code=|8867-4 false",
        "Observation?identifier=|bare true",
        "Observation?code=1-1,8867-4 true",
        "Observation?code:not=8867-4 false",
        "Observation?code:not=1-1 true",
        "Observation?code=8867-4&status=final true",
        "Observation?code=8867-4&status=amended false",
        "Observation?method:missing=true true",
        "Observation?code:missing=true false",
        "Observation?_id=o1 true",
        "Observation?_id=o2 false",
        "Observation?_lastUpdated=gt2026-02 true",
        "Observation?_lastUpdated=lt2026-02 false",
        "Observation?subject=Patient/ann true",
        "Observation?subject=ann true",
        "Observation?subject:Patient=ann true",
        "Observation?subject:Device=ann false",
        "Observation?patient=Patient/bob,Patient/ann true",
        "Observation?date=2026-02 true",
        "Observation?date=2026-02-03 true",
        "Observation?date=2026-02-03T10:00:00Z false",
        "Observation?date=ge2026-02-03 true",
        "Observation?date=gt2026-02-03 false",
        "Observation?date=lt2026-02-04 true",
        "Observation?date=le2026-02-03 true",
        "Observation?date=sa2026-02-02 true",
        "Observation?date=eb2026-02-04 true",
        "Observation?date=ne2026-02-03 false",
        "Observation?value-quantity=72 true",
        "Observation?value-quantity=gt71.9 true",
        "Observation?value-quantity=lt72 false",
        "Observation?value-quantity=72|http://unitsofmeasure.org|/min true",
        "Observation?value-quantity=72|http://unitsofmeasure.org|kg false",
        "Observation?value-quantity=72||beats true",
        "Observation?value-quantity=1.2|http://unitsofmeasure.org|/s true",
        "Observation?value-quantity=gt1|http://unitsofmeasure.org|/s true",
        "Observation?value-quantity=gt1|http://unitsofmeasure.org|m false",
        "Observation?code-value-quantity=http://loinc.org|8867-4$gt70 true",
        "Observation?code-value-quantity=8867-4$gt80 false",
        "Observation?date=ap2026-02-03 true"
      })
  void holdsForAnObservation(String criteria, boolean expected) {
    assertEquals(expected, parse(criteria).matches(OBSERVATION));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "Patient?name=ozt true",
        "Patient?name=%C3%96ZT true",
        "Patient?name=xary false",
        "Patient?name:contains=mary true",
        "Patient?family:exact=Öztürk true",
        "Patient?family:exact=öztürk false",
        "Patient?birthdate=1980 true",
        "Patient?birthdate=gt1980 false",
        "Patient?gender=female&name=ann true"
      })
  void holdsForAPatient(String criteria, boolean expected) {
    assertEquals(expected, parse(criteria).matches(PATIENT));
  }

  @Test
  void comparesNumbersByTheDigitsThatAreGiven() {
    assertTrue(parse("RiskAssessment?probability=0.8").matches(RISK));
    assertFalse(parse("RiskAssessment?probability=0.80").matches(RISK));
    assertTrue(parse("RiskAssessment?probability=gt0.8").matches(RISK));
    assertTrue(parse("RiskAssessment?probability=ne0.9").matches(RISK));
  }

  @Test
  void comparesUrls() {
    assertTrue(parse("ValueSet?url=http://clinic.example/sets/one").matches(VALUE_SET));
    assertTrue(parse("ValueSet?url:below=http://clinic.example/sets/").matches(VALUE_SET));
    assertFalse(parse("ValueSet?url=http://clinic.example/sets/").matches(VALUE_SET));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?",
        "Nothing",
        "Patient?nothing=1",
        "Patient?name=",
        "Patient?name=%zz",
        "Patient?general-practitioner.name=x",
        "Patient?_has:Observation:subject:code=1",
        "Patient?_sort=name",
        "Patient?_include=Patient:organization",
        "Patient?birthdate=1980-13",
        "Observation?value-quantity=1|2",
        "Observation?subject=Patient/../x",
        "Observation?code=a|b|c",
        "Observation?code:in=http://x"
      })
  void saysWhatItCannotEvaluate(String criteria) {
    assertThrows(InvalidInput.class, () -> parse(criteria));
  }

  @Test
  void needsTheRightToSearchAndRead() {
    Caller caller = new Caller("clinic", "tester", Set.of("system/Patient.r"), null, null);
    assertThrows(Forbidden.class, () -> Criteria.parse(caller, "Patient?name=x", "criteria"));
    assertThrows(Forbidden.class, () -> Criteria.parse(caller, "Observation", "criteria"));
  }

  @Test
  void boundsAPatientToItsCompartment() {
    Caller ann = new Caller("clinic", "ann", Set.of("patient/*.rs"), "ann", null);
    Caller bob = new Caller("clinic", "bob", Set.of("patient/*.rs"), "bob", null);
    assertTrue(Criteria.mayKnow(ann, "Observation", OBSERVATION));
    assertFalse(Criteria.mayKnow(bob, "Observation", OBSERVATION));
    assertFalse(Criteria.mayKnow(bob, "Patient", PATIENT));
  }

  private static Criteria parse(String text) {
    return Criteria.parse(CALLER, text, "Subscription.criteria");
  }

  private static IndexEntries index(String json) {
    return Indexer.index(Json.parse(json.getBytes(StandardCharsets.UTF_8)));
  }
}
