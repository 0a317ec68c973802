package io.salus.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The bundles that were imported, and what they say of people. */
record Population(List<Path> patientBundles) {
  private static final int SHORTEST_TELLING = 5;

  static Population of(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return new Population(
          files
              .filter(f -> !String.valueOf(f.getFileName()).contains("Information"))
              .filter(f -> f.toString().endsWith(".json"))
              .sorted(java.util.Comparator.comparingLong(f -> f.toFile().length()))
              .toList());
    }
  }

  static JsonNode read(Path bundle) throws IOException {
    return SalusCommand.JSON.readTree(bundle.toFile());
  }

  static JsonNode patient(JsonNode bundle) {
    for (JsonNode entry : bundle.path("entry")) {
      if (entry.path("resource").path("resourceType").asText().equals("Patient")) {
        return entry.path("resource");
      }
    }
    throw new IllegalStateException("a bundle without a patient");
  }

  static int count(JsonNode bundle, String type) {
    int count = 0;
    for (JsonNode entry : bundle.path("entry")) {
      count += entry.path("resource").path("resourceType").asText().equals(type) ? 1 : 0;
    }
    return count;
  }

  /** Names, identifiers, telephone numbers, streets: what no log may hold. */
  Set<String> tellingWords() throws IOException {
    var words = new TreeSet<String>();
    for (Path bundle : patientBundles) {
      JsonNode patient = patient(read(bundle));
      var found = new ArrayList<String>();
      patient.path("name").forEach(name -> found.add(name.path("family").asText()));
      patient.path("name").forEach(name -> name.path("given").forEach(g -> found.add(g.asText())));
      patient
          .path("identifier")
          .forEach(identifier -> found.add(identifier.path("value").asText()));
      patient.path("telecom").forEach(telecom -> found.add(telecom.path("value").asText()));
      patient
          .path("address")
          .forEach(address -> address.path("line").forEach(l -> found.add(l.asText())));
      found.stream().filter(word -> word.length() >= SHORTEST_TELLING).forEach(words::add);
    }
    return words;
  }
}
