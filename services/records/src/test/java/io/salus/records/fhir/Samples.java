package io.salus.records.fhir;

import java.util.List;

/** Resources that say only what matters. */
final class Samples {
  private Samples() {}

  static String patient(String family, String birthDate, String identifier) {
    return """
    {"resourceType":"Patient","identifier":[{"system":"urn:mrn","value":"%s"}],
     "name":[{"family":"%s","given":["Ann"]}],"gender":"female","birthDate":"%s"}"""
        .formatted(identifier, family, birthDate);
  }

  static String observation(String patient, String code, String time) {
    return """
    {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"%s"}]},
     "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],
     "subject":{"reference":"%s"},"effectiveDateTime":"%s",
     "valueQuantity":{"value":1.50,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}"""
        .formatted(code, patient, time);
  }

  static String practitioner(String npi) {
    return """
    {"resourceType":"Practitioner","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"%s"}],
     "name":[{"family":"Doc"}]}"""
        .formatted(npi);
  }

  static String bundle(String type, String... entries) {
    return "{\"resourceType\":\"Bundle\",\"type\":\""
        + type
        + "\",\"entry\":["
        + String.join(",", List.of(entries))
        + "]}";
  }

  static String post(String fullUrl, String type, String resource) {
    return """
    {"fullUrl":"%s","resource":%s,"request":{"method":"POST","url":"%s"}}"""
        .formatted(fullUrl, resource, type);
  }

  static String postIfNone(String type, String resource, String condition) {
    return """
    {"resource":%s,"request":{"method":"POST","url":"%s","ifNoneExist":"%s"}}"""
        .formatted(resource, type, condition);
  }
}
