package io.salus.records.search;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A small clinic of chance, whose values meet often, and questions about it. */
final class RandomRecords {
  private static final List<String> FAMILIES =
      List.of("Ash", "Ashby", "Bär", "Baer", "Cole", "O'Hara");
  private static final List<String> GIVEN = List.of("Ann", "Bob", "Cleo", "Ann-Marie");
  private static final List<String> CODES = List.of("1-1", "2-2", "3-3", "4-4");
  private static final List<String> SYSTEMS = List.of("http://loinc.org", "urn:other");
  private static final List<String> DATES =
      List.of(
          "2020",
          "2020-03",
          "2020-03-10",
          "2020-03-10T08:00:00Z",
          "2020-03-10T09:30:00.250+01:00",
          "2021-12-31",
          "2021-12-31T23:59:59Z",
          "2022-01");
  private static final List<String> PREFIXES =
      List.of("", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap");
  private static final List<String> UNITS = List.of("kg", "g", "mg", "[lb_av]");
  private static final List<String> NUMBERS =
      List.of("1", "1.0", "0.5", "2", "1000", "-3", "1e3", "0.25");

  private final Random random;
  private final int patients;
  private final List<ObjectNode> all = new ArrayList<>();

  RandomRecords(long seed, int patients) {
    this.random = new Random(seed);
    this.patients = patients;
  }

  /** In the order of their making; a reference is to what came before, or to nothing. */
  List<ObjectNode> make() {
    for (int i = 0; i < 3; i++) {
      ObjectNode practitioner = resource("Practitioner", "d" + i);
      name(practitioner);
    }
    for (int i = 0; i < patients; i++) {
      patient(i);
    }
    for (int i = 0; i < patients; i++) {
      encounter(i);
    }
    for (int i = 0; i < 6 * patients; i++) {
      observation(i);
    }
    for (int i = 0; i < patients; i++) {
      risk(i);
    }
    return all;
  }

  private void patient(int i) {
    ObjectNode patient = resource("Patient", "p" + i);
    name(patient);
    if (random.nextBoolean()) {
      patient.put("gender", one(List.of("male", "female")));
    }
    if (random.nextInt(4) > 0) {
      patient.put("birthDate", one(List.of("1980", "1980-05", "1980-05-20", "1990-01-01")));
    }
    patient.putArray("identifier").addObject().put("system", one(SYSTEMS)).put("value", "m" + i);
    if (random.nextInt(3) == 0) {
      reference(patient.putArray("generalPractitioner").addObject(), "Practitioner/d", 3);
    }
  }

  private void encounter(int i) {
    ObjectNode encounter =
        resource("Encounter", "e" + i).put("status", one(List.of("planned", "finished")));
    reference(encounter.putObject("subject"), "Patient/p", patients);
    period(encounter.putObject("period"));
    if (random.nextBoolean()) {
      reference(
          encounter.putArray("participant").addObject().putObject("individual"),
          "Practitioner/d",
          3);
    }
  }

  private void observation(int i) {
    ObjectNode observation =
        resource("Observation", "o" + i).put("status", one(List.of("final", "amended")));
    ArrayNode codings = observation.putObject("code").putArray("coding");
    for (int n = random.nextInt(3); n >= 0; n--) {
      codings.addObject().put("system", one(SYSTEMS)).put("code", one(CODES));
    }
    if (random.nextInt(8) > 0) {
      reference(observation.putObject("subject"), "Patient/p", patients);
    }
    if (random.nextInt(3) == 0) {
      reference(observation.putObject("encounter"), "Encounter/e", patients);
    }
    if (random.nextInt(5) == 0) {
      reference(observation.putArray("hasMember").addObject(), "Observation/o", i + 1);
    }
    switch (random.nextInt(5)) {
      case 0 -> period(observation.putObject("effectivePeriod"));
      case 1 -> {
        ArrayNode events = observation.putObject("effectiveTiming").putArray("event");
        for (int n = random.nextInt(3); n >= 0; n--) {
          events.add(
              one(DATES.subList(3, 5)).replace("2020", one(List.of("2019", "2020", "2022"))));
        }
      }
      case 2 -> {}
      default -> observation.put("effectiveDateTime", one(DATES));
    }
    if (random.nextBoolean()) {
      ObjectNode value = observation.putObject("valueQuantity");
      value.put("value", new BigDecimal(one(NUMBERS)));
      if (random.nextInt(4) > 0) {
        value.put("system", "http://unitsofmeasure.org").put("code", one(UNITS)).put("unit", "u");
      }
    }
  }

  private void risk(int i) {
    ObjectNode risk = resource("RiskAssessment", "r" + i).put("status", "final");
    reference(risk.putObject("subject"), "Patient/p", patients);
    ArrayNode predictions = risk.putArray("prediction");
    for (int n = random.nextInt(3); n > 0; n--) {
      predictions.addObject().put("probabilityDecimal", new BigDecimal(one(NUMBERS)));
    }
  }

  /** Parameters of one type, percent-encoded where they have to be. */
  String query(String type) {
    StringBuilder query = new StringBuilder(parameter(type));
    for (int n = random.nextInt(3); n > 0; n--) {
      query.append('&').append(parameter(type));
    }
    return query.toString();
  }

  String sort(String type) {
    String key =
        switch (type) {
          case "Patient" ->
              one(
                  List.of(
                      "birthdate",
                      "family",
                      "_id",
                      "family,birthdate",
                      "gender",
                      "identifier",
                      "gender,birthdate",
                      "general-practitioner,-name"));
          case "Observation" ->
              one(
                  List.of(
                      "date",
                      "value-quantity",
                      "_id",
                      "date,_id",
                      "code",
                      "subject",
                      "status,-date",
                      "code,value-quantity"));
          case "Encounter" -> one(List.of("date", "_id"));
          default -> one(List.of("probability", "_id"));
        };
    return "&_sort=" + (random.nextBoolean() ? "-" : "") + key;
  }

  String include(String type) {
    return switch (type) {
      case "Patient" ->
          one(
              List.of(
                  "&_include=Patient:general-practitioner",
                  "&_revinclude=Observation:patient",
                  "&_revinclude=Encounter:subject&_revinclude:iterate=Observation:encounter",
                  "&_include=*"));
      case "Observation" ->
          one(
              List.of(
                  "&_include=Observation:subject:Patient",
                  "&_include=Observation:encounter&_include:iterate=Encounter:participant",
                  "&_include:iterate=Observation:has-member",
                  "&_include=Observation:*",
                  "&_revinclude=Observation:has-member"));
      default -> "&_include=" + type + ":subject&_include:iterate=Patient:general-practitioner";
    };
  }

  private String parameter(String type) {
    return switch (type) {
      case "Patient" -> patientParameter();
      case "Observation" -> observationParameter();
      case "Encounter" -> encounterParameter();
      default ->
          one(
              List.of(
                  "probability=" + one(PREFIXES) + one(NUMBERS),
                  "subject.family=" + text(),
                  "probability:missing=true",
                  "subject=p" + random.nextInt(patients)));
    };
  }

  private String patientParameter() {
    return one(
        List.of(
            "name=" + text(),
            "family=" + text() + "," + text(),
            "family:contains=" + one(List.of("a", "sh", "e", "ae")),
            "gender=" + one(List.of("male", "female", "other", "male,female")),
            "gender:not=" + one(List.of("male", "female")),
            "gender:missing=" + random.nextBoolean(),
            "birthdate=" + one(PREFIXES) + one(List.of("1980", "1980-05", "1985", "1990-01-01")),
            "identifier="
                + one(List.of("", "urn:other%7C", "%7C"))
                + "m"
                + random.nextInt(patients),
            "identifier=urn:other%7C",
            "_id=p" + random.nextInt(patients) + ",p1,nobody",
            "_id:not=p" + random.nextInt(patients),
            "general-practitioner=Practitioner/d" + random.nextInt(4),
            "general-practitioner.name=" + text(),
            "_has:Observation:patient:code=" + one(CODES),
            "_has:Observation:subject:date=" + one(PREFIXES) + one(DATES),
            "_has:Encounter:patient:_has:Observation:encounter:code=" + one(CODES)));
  }

  private String observationParameter() {
    return one(
        List.of(
            "code=" + code(),
            "code=" + code() + "," + code(),
            "code:not=" + code(),
            "status=final",
            "subject=Patient/p" + random.nextInt(patients + 2),
            "patient=p" + random.nextInt(patients) + ",p" + random.nextInt(patients),
            "subject:Patient=p" + random.nextInt(patients),
            "subject:missing=" + random.nextBoolean(),
            "date=" + one(PREFIXES) + one(DATES),
            "date=ge" + one(DATES) + "&date=" + one(List.of("lt", "le", "eb")) + one(DATES),
            "date=" + one(DATES) + "," + one(PREFIXES) + one(DATES),
            "date:missing=true",
            "value-quantity=" + one(PREFIXES) + one(NUMBERS),
            "value-quantity="
                + one(PREFIXES)
                + one(NUMBERS)
                + "%7Chttp://unitsofmeasure.org%7C"
                + one(UNITS),
            "value-quantity="
                + one(PREFIXES)
                + one(NUMBERS)
                + "%7C%7C"
                + one(List.of("kg", "u", "mg")),
            "patient.family=" + text(),
            "subject.gender=male",
            "subject:Patient.birthdate=" + one(PREFIXES) + "1980-05",
            "subject.general-practitioner.name=" + text(),
            "encounter.date=" + one(PREFIXES) + one(DATES),
            "encounter.subject.gender=female",
            "has-member.code=" + code(),
            "_has:Observation:has-member:status=final"));
  }

  private String encounterParameter() {
    return one(
        List.of(
            "status=planned",
            "date=" + one(PREFIXES) + one(DATES),
            "subject.name=" + text(),
            "participant:Practitioner.name=" + text(),
            "_has:Observation:encounter:value-quantity=" + one(PREFIXES) + one(NUMBERS),
            "patient=p" + random.nextInt(patients)));
  }

  private String code() {
    return one(List.of("", "http://loinc.org%7C", "urn:other%7C", "%7C")) + one(CODES);
  }

  private String text() {
    return one(List.of("a", "as", "ash", "ASHBY", "b%C3%A4r", "b", "ann", "o'h", "zz"));
  }

  private void name(ObjectNode resource) {
    ObjectNode name = resource.putArray("name").addObject().put("family", one(FAMILIES));
    name.putArray("given").add(one(GIVEN));
  }

  private void period(ObjectNode period) {
    int from = random.nextInt(DATES.size());
    if (random.nextInt(4) > 0) {
      period.put("start", DATES.get(from));
    }
    if (random.nextInt(3) > 0) {
      period.put("end", one(List.of("2022-02", "2023")));
    }
  }

  private void reference(ObjectNode reference, String start, int many) {
    reference.put("reference", start + random.nextInt(many));
  }

  private ObjectNode resource(String type, String id) {
    ObjectNode resource = Json.object().put("resourceType", type).put("id", id);
    all.add(resource);
    return resource;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
