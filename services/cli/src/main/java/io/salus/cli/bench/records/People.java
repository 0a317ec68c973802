package io.salus.cli.bench.records;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The patients of a server by what they are called everywhere: their business identifier. */
final class People {
  private static final String SYSTEM = "https://github.com/synthetichealth/synthea";

  /**
   * @param key value of the identifier that Synthea gave
   * @param id logical id at this server
   */
  record Person(String key, String id, String family, String birthDate) {
    String identifier() {
      return SYSTEM + "|" + key;
    }
  }

  private final Map<String, Person> byKey = new TreeMap<>();
  private final Map<String, String> keyById = new TreeMap<>();

  /** Everybody at the server who has such an identifier. */
  static People of(FhirServer server) throws IOException {
    var people = new People();
    for (JsonNode entry : server.entries("Patient?_count=100")) {
      people.add(entry.path("resource"));
    }
    return people;
  }

  private void add(JsonNode patient) {
    for (JsonNode identifier : patient.path("identifier")) {
      if (identifier.path("system").asText().equals(SYSTEM)) {
        var person =
            new Person(
                identifier.path("value").asText(),
                patient.path("id").asText(),
                patient.path("name").path(0).path("family").asText(),
                patient.path("birthDate").asText());
        byKey.put(person.key(), person);
        keyById.put("Patient/" + person.id(), person.key());
      }
    }
  }

  /** In the order of their identifiers, which is the same at every server. */
  List<Person> all() {
    return new ArrayList<>(byKey.values());
  }

  Map<String, Person> byKey() {
    return byKey;
  }

  /** What a reference means everywhere: a patient's identifier, else the type alone. */
  String meaning(String reference) {
    if (reference.startsWith("#")) {
      return reference;
    }
    String relative = reference.replaceFirst("/_history/.*", "");
    int slash = relative.lastIndexOf('/');
    int type = slash < 0 ? -1 : relative.lastIndexOf('/', slash - 1);
    String local = relative.substring(type + 1);
    String key = keyById.get(local);
    return key != null ? "Patient " + key : slash < 0 ? reference : local.replaceFirst("/.*", "");
  }
}
