package io.salus.records.feature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.UUID;

/** Small resources that say only what a test is about. */
final class Resources {
  private Resources() {}

  static JsonNode patient(String id, String birthDate) {
    return json(
        "{'resourceType':'Patient','id':'%s','gender':'female','birthDate':'%s'}"
            .formatted(id, birthDate));
  }

  static JsonNode encounter(String patient, String kind, String start) {
    return json(
        """
        {'resourceType':'Encounter','id':'%s','status':'finished','class':{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'%s'},
         'type':[{'coding':[{'system':'http://snomed.info/sct','code':'50849002'}]}],
         'subject':{'reference':'Patient/%s'},'period':{'start':'%s'}}
        """
            .formatted(id(), kind, patient, start));
  }

  static JsonNode weight(String patient, String time, double kilograms) {
    return observation(
        patient, "29463-7", time, "'valueQuantity':{'value':%s,'unit':'kg'}".formatted(kilograms));
  }

  static JsonNode smoking(String patient, String time, String code) {
    return observation(
        patient,
        "72166-2",
        time,
        "'valueCodeableConcept':{'coding':[{'code':'%s'}]}".formatted(code));
  }

  static JsonNode condition(
      String patient, String code, String onset, String recorded, String abatement) {
    return json(
        """
        {'resourceType':'Condition','id':'%s','subject':{'reference':'Patient/%s'},
         'code':{'coding':[{'system':'http://snomed.info/sct','code':'%s'}]},
         'onsetDateTime':'%s','recordedDate':'%s'%s}
        """
            .formatted(
                id(),
                patient,
                code,
                onset,
                recorded,
                abatement.isEmpty() ? "" : ",'abatementDateTime':'" + abatement + "'"));
  }

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode observation(String patient, String loinc, String time, String value) {
    return json(
        """
        {'resourceType':'Observation','id':'%s','status':'final','subject':{'reference':'Patient/%s'},
         'code':{'coding':[{'system':'http://loinc.org','code':'%s'}]},'effectiveDateTime':'%s','issued':'%s',%s}
        """
            .formatted(id(), patient, loinc, time, time, value));
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }
}
