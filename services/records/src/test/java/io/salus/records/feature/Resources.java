package io.salus.records.feature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.UUID;

/** Small resources that say only what a test is about. */
final class Resources {
  /** A set with every aggregate, units, and a join. */
  static final String DEFINITION =
      """
      {"name": "everything",
       "views": {
         "patient": {"resource": "Patient", "select": [{"column": [{"name": "birth", "path": "birthDate"}]}]},
         "visit": {"resource": "Encounter", "select": [{"column": [
           {"name": "id", "path": "getResourceKey()"}, {"name": "time", "path": "period.start"}, {"name": "class", "path": "class.code"}]}]},
         "weight": {"resource": "Observation", "select": [{"column": [
           {"name": "time", "path": "effective.ofType(dateTime)"}, {"name": "recorded", "path": "issued"},
           {"name": "value", "path": "value.ofType(Quantity).value"}, {"name": "unit", "path": "value.ofType(Quantity).code"},
           {"name": "visit", "path": "encounter.getReferenceKey(Encounter)"}]}]},
         "visit_weight": {"join": ["weight", "visit"], "on": {"visit": "id"}}},
       "features": [
         {"name": "age", "type": "number", "unit": "a", "from": "patient", "aggregate": "age", "column": "birth"},
         {"name": "first", "type": "number", "unit": "kg", "units": "unit", "from": "weight", "aggregate": "first", "column": "value"},
         {"name": "last", "type": "number", "unit": "kg", "units": "unit", "from": "weight", "aggregate": "last", "column": "value"},
         {"name": "mean", "type": "number", "unit": "kg", "units": "unit", "from": "weight", "aggregate": "mean", "column": "value"},
         {"name": "min", "type": "number", "unit": "kg", "units": "unit", "from": "weight", "aggregate": "min", "column": "value"},
         {"name": "max", "type": "number", "unit": "kg", "units": "unit", "from": "weight", "aggregate": "max", "column": "value"},
         {"name": "slope", "type": "number", "unit": "kg/d", "units": "unit", "from": "weight", "aggregate": "slope", "column": "value"},
         {"name": "mean_1y", "type": "number", "unit": "kg", "units": "unit", "from": "weight", "within": "P1Y", "aggregate": "mean", "column": "value"},
         {"name": "count", "type": "number", "from": "weight", "aggregate": "count"},
         {"name": "units", "type": "number", "from": "weight", "aggregate": "count_distinct", "column": "unit"},
         {"name": "weighed", "type": "boolean", "from": "weight", "aggregate": "exists"},
         {"name": "days_since", "type": "number", "unit": "d", "from": "weight", "aggregate": "time_since"},
         {"name": "last_unit", "type": "category", "from": "weight", "aggregate": "last", "column": "unit"},
         {"name": "urgent_mean", "type": "number", "unit": "kg", "units": "unit", "from": "visit_weight", "where": {"visit_class": "EMER"}, "aggregate": "mean", "column": "value"},
         {"name": "urgent_count", "type": "number", "from": "visit_weight", "where": {"visit_class": "EMER"}, "aggregate": "count"}],
       "training": {
         "index_date": {"from": "visit", "pick": "first", "follow_up": {"from": "visit", "at_least": "P1D"}},
         "outcome": {"description": "An emergency", "from": "visit", "where": {"class": "EMER"}, "within": "P3Y"}}}
      """;

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
