package io.salus.records.fhirpath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirPathTest {
  private static final JsonNode PATIENT =
      json(
          """
          {"resourceType":"Patient","id":"p1","gender":"female","birthDate":"1970-06-01",
           "_birthDate":{"extension":[{"url":"http://example.org/time","valueDateTime":"1970-06-01T10:00:00Z"}]},
           "name":[{"use":"official","family":"Adler","given":["Irene","M"]},{"use":"maiden","family":"Norton"}],
           "telecom":[{"system":"phone","value":"1"},{"system":"email","value":"a@b"}],
           "generalPractitioner":[{"reference":"Practitioner/d1"},{"reference":"Organization/o1"}],
           "multipleBirthInteger":2}
          """);

  private static final JsonNode OBSERVATION =
      json(
          """
          {"resourceType":"Observation","id":"o1","status":"final",
           "subject":{"reference":"https://example.org/fhir/Patient/p1/_history/3"},
           "valueQuantity":{"value":7.2,"code":"%"},"effectiveDateTime":"2020-03-01T10:00:00+01:00",
           "component":[{"code":{"text":"a"},"valueInteger":1},{"code":{"text":"b"},"valueInteger":2}]}
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "Patient.name.where(use = 'official').given; Irene,M",
        "Patient.name[1].family; Norton",
        "Observation.status; ''",
        "Patient.telecom.where(system='email').value; a@b",
        "Patient.name.family | Patient.name.given | Patient.name.family; Adler,Norton,Irene,M",
        "Patient.generalPractitioner.where(resolve() is Practitioner).reference; Practitioner/d1",
        "Patient.name.exists() and Patient.deceased != false; ''",
        "Patient.deceased.exists() and Patient.deceased != false; false",
        "name.given.count(); 2",
        "name.select(family & '!').join(' '); Adler! Norton!",
        "birthDate.extension('http://example.org/time').value; 1970-06-01T10:00:00Z",
        "birthDate > @1970-05 and birthDate < @1970-07-01; true",
        "birthDate = @1970-06; ''",
        "iif(gender = 'female', 'f', 'm'); f",
        "multipleBirth + 1 = 3; true",
        "-multipleBirth * 2; -4",
        "7 div 2 + 7 mod 2; 4",
        "(1 | 2 | 3).where($this > 1).exists(); true",
        "name.first().given.contains('Irene'); FAILS",
        "'Irene' in name.given; true",
        "name.given contains 'Eva'; false",
        "name.where($index = 1).family; Norton",
        "gender is code; true",
        "Patient.is(Patient) and (Observation.exists()).not(); true",
        "name.`family`.first().substring(1, 3).upper(); DLE",
        "generalPractitioner.getReferenceKey(Organization); o1",
        "{}.exists() or true // a comment; true"
      })
  void selects(String expression, String expected) {
    var wanted = expected.equals("''") ? "" : expected;
    if (wanted.equals("FAILS")) {
      var compiled = FhirPath.compile(expression);
      assertThrows(FhirPathException.class, () -> compiled.evaluate(PATIENT));
    } else {
      assertEquals(wanted, text(FhirPath.compile(expression).evaluate(PATIENT)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Observation.value; Quantity",
        "(Observation.value as Quantity); Quantity",
        "Observation.value.ofType(Quantity) | Observation.value.ofType(SampledData); Quantity",
        "Observation.effective; dateTime",
        "Observation.component.value.first(); integer",
        "Observation.subject.resolve(); Patient"
      })
  void knowsTheTypeOfChoices(String expression, String type) {
    assertEquals(type, FhirPath.compile(expression).evaluate(OBSERVATION).getFirst().type());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Observation.value as CodeableConcept",
        "(Observation.value as string) | (Observation.value as CodeableConcept).text",
        "Observation.subject.where(resolve() is Device)",
        "Patient.name"
      })
  void leavesOutWhatIsOfAnotherType(String expression) {
    assertTrue(FhirPath.compile(expression).evaluate(OBSERVATION).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@@",
        "a..b",
        "a.where(",
        "a.unknown()",
        "%nothing",
        "a.where(b = )",
        "'open",
        "a b",
        "@2020-13"
      })
  void refusesWhatIsNoExpression(String expression) {
    assertThrows(FhirPathException.class, () -> FhirPath.compile(expression));
  }

  @Test
  void refusesNestingThatWouldOverflowTheStack() {
    var deep = "(".repeat(50_000) + "1" + ")".repeat(50_000);
    assertThrows(FhirPathException.class, () -> FhirPath.compile(deep));
  }

  private static String text(List<Item> items) {
    return String.join(",", items.stream().map(item -> item.node().asText()).toList());
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
