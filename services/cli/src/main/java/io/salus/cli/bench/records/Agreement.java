package io.salus.cli.bench.records;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.bench.stage.Results;
import io.salus.cli.terminal.Console;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether two servers give the same answers: numbers of resources, and samples of every kind of
 * search with all their pages.
 */
record Agreement(Side ours, Side theirs, Results results, Console console) {
  private static final int SAMPLES = 4;
  private static final List<String> TYPES =
      List.of(
          "Patient",
          "Practitioner",
          "Organization",
          "Location",
          "Encounter",
          "Condition",
          "Observation",
          "Procedure",
          "DiagnosticReport",
          "MedicationRequest",
          "Immunization",
          "CarePlan",
          "CareTeam",
          "Claim",
          "ExplanationOfBenefit",
          "DocumentReference",
          "Device",
          "ImagingStudy",
          "AllergyIntolerance",
          "SupplyDelivery");

  /** Notes every difference as an error. */
  void check(List<Query> searches) throws IOException {
    try (Progress progress = console.progress("Do the answers agree", 1, "")) {
      for (String type : TYPES) {
        totals(type + "?_total=accurate&_count=1");
      }
      Map<Query.Kind, Integer> done = new EnumMap<>(Query.Kind.class);
      for (int i = 0; i < searches.size(); i++) {
        Query query = searches.get(i);
        if (done.merge(query.kind(), 1, Integer::sum) <= SAMPLES) {
          search(query);
        }
        progress.update((double) i / searches.size(), query.kind().title(), -1);
      }
      progress.done("compared");
    }
  }

  private void totals(String path) throws IOException {
    long ourTotal = ours.server().get(path).path("total").asLong(-1);
    long theirTotal = theirs.server().get(path).path("total").asLong(-1);
    if (ourTotal != theirTotal) {
      results.error(path + ": total " + ourTotal + " at Salus, " + theirTotal + " at the peer");
    }
  }

  private void search(Query query) {
    try {
      pages(query);
    } catch (IOException e) {
      results.error(String.valueOf(e.getMessage()));
    }
  }

  private void pages(Query query) throws IOException {
    List<JsonNode> our = entries(query, ours);
    List<JsonNode> their = entries(query, theirs);
    for (String mode : List.of("match", "include")) {
      compare(query.template() + ", " + mode, mode(our, mode), mode(their, mode));
    }
    if (query.kind() == Query.Kind.SORT && !dates(our).equals(dates(their))) {
      results.error(query.template() + ": sorted differently");
    }
  }

  /** The same resources, but for what each server makes for itself. */
  void compare(String what, List<JsonNode> our, List<JsonNode> their) {
    List<String> missing = ours.essence().of(our);
    List<String> surplus = theirs.essence().of(their);
    List<String> ourTexts = new ArrayList<>(missing);
    for (String text : surplus) {
      missing.remove(text);
    }
    for (String text : ourTexts) {
      surplus.remove(text);
    }
    if (!missing.isEmpty() || !surplus.isEmpty()) {
      results.error(
          "%s: %d resources at Salus, %d at the peer; only at Salus %d, only at the peer %d; %s; %s"
              .formatted(
                  what,
                  our.size(),
                  their.size(),
                  missing.size(),
                  surplus.size(),
                  types(our, their),
                  example(missing, surplus)));
    }
  }

  /** How many more of each type are at Salus. */
  private static Map<String, Integer> types(List<JsonNode> our, List<JsonNode> their) {
    Map<String, Integer> more = new TreeMap<>();
    our.forEach(one -> more.merge(one.path("resourceType").asText(), 1, Integer::sum));
    their.forEach(one -> more.merge(one.path("resourceType").asText(), -1, Integer::sum));
    more.values().removeIf(number -> number == 0);
    return more;
  }

  private static List<JsonNode> entries(Query query, Side side) throws IOException {
    return side.server().entries(query.at(side).replace("_count=20", "_count=200"));
  }

  private static List<JsonNode> mode(List<JsonNode> entries, String mode) {
    return entries.stream()
        .filter(entry -> entry.path("search").path("mode").asText("match").equals(mode))
        .map(entry -> entry.path("resource"))
        .toList();
  }

  private static List<String> dates(List<JsonNode> entries) {
    return entries.stream()
        .map(entry -> entry.path("resource").path("effectiveDateTime").asText())
        .toList();
  }

  /** Where the first two that should be equal begin to differ. Synthea's people are made up. */
  private static String example(List<String> missing, List<String> surplus) {
    if (missing.isEmpty() || surplus.isEmpty()) {
      return "";
    }
    String one = missing.getFirst();
    String other = surplus.getFirst();
    int at = 0;
    while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
      at++;
    }
    return "first difference: " + excerpt(one, at) + " / " + excerpt(other, at);
  }

  private static String excerpt(String text, int at) {
    return text.substring(Math.max(0, at - 30), Math.min(text.length(), at + 30));
  }
}
