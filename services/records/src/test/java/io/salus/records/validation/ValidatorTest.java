package io.salus.records.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void acceptsAPatient() {
    assertEquals(
        List.of(),
        issues(
            """
            {"resourceType": "Patient", "id": "p1", "active": true, "birthDate": "1970-02",
             "meta": {"profile": ["http://example.org/profile"], "versionId": "1"},
             "text": {"status": "generated", "div": "<div xmlns='http://www.w3.org/1999/xhtml'>x</div>"},
             "name": [{"use": "official", "family": "Doe", "given": ["Ann", "Bea"],
                       "_given": [null, {"extension": [{"url": "http://example.org/e", "valueCode": "x"}]}]}],
             "_gender": {"extension": [{"url": "http://example.org/absent", "valueString": "asked"}]},
             "contained": [{"resourceType": "Organization", "id": "o", "name": "Clinic"}],
             "managingOrganization": {"reference": "#o"}, "multipleBirthInteger": 2}
            """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'nickname': 'x'} | structure | Patient.nickname
          {'valueString': 'x'} | structure | Patient.valueString
          {'name': {'family': 'x'}} | structure | Patient.name
          {'gender': ['male']} | structure | Patient.gender
          {'gender': 'm'} | code-invalid | Patient.gender
          {'gender': null} | value | Patient.gender
          {'contact': [{}]} | structure | Patient.contact[0]
          {'contact': []} | structure | Patient.contact
          {'contact': ['x']} | structure | Patient.contact[0]
          {'contact': [{'gender': 'male'}, {'gender': 'm'}]} | code-invalid | Patient.contact[1].gender
          {'active': 'true'} | value | Patient.active
          {'active': {}} | structure | Patient.active
          {'birthDate': '1970-02-30'} | value | Patient.birthDate
          {'id': 'a b'} | value | Patient.id
          {'_active': true} | structure | Patient.active
          {'_name': [{'id': 'x'}]} | structure | Patient._name
          {'name': [{'given': [null]}]} | structure | Patient.name[0].given[0]
          {'multipleBirthInteger': 1.5} | value | Patient.multipleBirth
          {'multipleBirthBoolean': true, 'multipleBirthInteger': 2} | structure | Patient.multipleBirth
          {'link': [{'other': {'reference': 'Patient/2'}}]} | required | Patient.link[0].type
          {'contained': [{'resourceType': 'Nothing'}]} | not-supported | Patient.contained[0].resourceType
          {'contained': [{'id': 'x'}]} | structure | Patient.contained[0].resourceType
          {'contained': [{'resourceType': 'Observation', 'code': {'text': 'x'}}]} | required | Patient.contained[0].status
          {'photo': [{'data': '#'}]} | value | Patient.photo[0].data
          {'extension': [{'valueString': 'x'}]} | required | Patient.extension[0].url
          {'extension': [{'url': 'urn:x'}]} | invariant | Patient.extension[0]
          {'extension': [{'url': 'urn:x', 'valueCode': 'a', 'extension': [{'url': 'y', 'valueCode': 'b'}]}]} | invariant | Patient.extension[0]
          {'managingOrganization': {'reference': 'Organization/1 '}} | value | Patient.managingOrganization.reference
          """)
  void namesThePlaceOfAnError(String elements, String code, String place) {
    String patient = "{'resourceType': 'Patient', " + elements.substring(1);
    List<Issue> issues = issues(patient.replace('\'', '"'));
    assertEquals(1, issues.size(), issues::toString);
    assertEquals(code, issues.getFirst().code());
    assertEquals(place, issues.getFirst().expression());
  }

  @Test
  void asksForMandatoryElements() {
    List<Issue> issues = issues("{\"resourceType\": \"Observation\"}");
    assertEquals(
        List.of("Observation.status", "Observation.code"),
        issues.stream().map(Issue::expression).toList());
  }

  @Test
  void checksTheResourcesInABundle() {
    List<Issue> issues =
        issues(
            """
            {"resourceType": "Bundle", "type": "transaction", "entry": [
              {"resource": {"resourceType": "Patient"}},
              {"resource": {"resourceType": "Patient", "gender": "x"}}]}
            """);
    assertEquals("Bundle.entry[1].resource.gender", issues.getFirst().expression());
  }

  @Test
  void startsExpressionsAtTheGivenPlace() {
    JsonNode patient = json("{\"resourceType\": \"Patient\", \"active\": 1}");
    assertEquals(
        "Bundle.entry[7].resource.active",
        Validator.validate(patient, "Bundle.entry[7].resource").getFirst().expression());
  }

  @Test
  void takesARequiredConceptOnlyWithItsSystem() {
    String condition =
        """
        {"resourceType": "Condition", "subject": {"reference": "Patient/1"},
         "clinicalStatus": {"coding": [{"system": "%s", "code": "active"}]}}
        """;
    assertEquals(
        List.of(),
        issues(condition.formatted("http://terminology.hl7.org/CodeSystem/condition-clinical")));
    assertEquals(
        "code-invalid", issues(condition.formatted("http://example.org")).getFirst().code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "1", "\"x\"", "{}", "{\"resourceType\": 1}"})
  void refusesWhatIsNoResource(String text) {
    assertEquals(1, issues(text).size());
  }

  @Test
  void neverRepeatsWhatItFound() {
    List<Issue> issues =
        issues(
            """
            {"resourceType": "Patient", "gender": "Secret", "birthDate": "Secret", "active": "Secret",
             "name": "Secret", "Secret Name": 1, "photo": [{"data": "Secret!"}],
             "maritalStatus": {"coding": "Secret"}, "identifier": [{"use": "Secret"}]}
            """);
    assertEquals(8, issues.size(), issues::toString);
    issues.forEach(issue -> assertFalse(issue.toString().contains("Secret"), issue::toString));
    assertFalse(issues("{\"resourceType\": \"AnnSecret\"}").toString().contains("Secret"));
  }

  @Test
  void stopsAtAbsurdDepthAndAtAHundredIssues() {
    String deep =
        "{\"resourceType\": \"Questionnaire\", \"status\": \"draft\", "
            + "\"item\": [{\"linkId\": \"1\", \"type\": \"group\", ".repeat(90)
            + "\"text\": \"x\""
            + "}]".repeat(90)
            + "}";
    assertEquals("too-costly", issues(deep).getFirst().code());
    String many = "{\"resourceType\": \"Patient\", \"name\": [" + "1,".repeat(500) + "1]}";
    assertEquals(100, issues(many).size());
  }

  @Test
  void takesNoTimeForInputThatIsMadeToTakeLong() {
    String spaces = " ".repeat(1_000_000);
    long start = System.nanoTime();
    assertTrue(
        !issues("{\"resourceType\": \"Patient\", \"gender\": \"a" + spaces + "\"}").isEmpty());
    assertTrue(System.nanoTime() - start < 1_000_000_000L);
  }

  private static List<Issue> issues(String text) {
    return Validator.validate(json(text));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
