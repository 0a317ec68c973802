package io.salus.cli.bench.records;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.bench.records.People.Person;
import io.salus.cli.bench.records.Query.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Searches with values that occur in the data, the same number of each kind. */
final class SearchMix {
  private static final int OF_A_KIND = 30;
  private static final List<String> MEASUREMENTS =
      List.of("8302-2", "29463-7", "8867-4", "85354-9", "2093-3", "4548-4", "39156-5", "9279-1");
  private static final int FIRST_YEAR = 2010;
  private static final int YEARS = 15;

  private SearchMix() {}

  /** All kinds in turn. */
  static List<Query> of(Side side) throws IOException {
    List<Person> people = side.people().all();
    List<String> conditions = codes(side.server(), "Condition?_count=200");
    var mix = new ArrayList<Query>();
    for (int i = 0; i < OF_A_KIND; i++) {
      Person person = people.get(i % people.size());
      String loinc = Query.escape("http://loinc.org|" + MEASUREMENTS.get(i % MEASUREMENTS.size()));
      String snomed = Query.escape(conditions.get(i % conditions.size()));
      String identifier = Query.escape(person.identifier());
      String family = Query.escape(person.family());
      mix.add(
          Query.of(
              Kind.TOKEN,
              i % 2 == 0
                  ? "Condition?code=" + snomed + "&_count=20"
                  : "Patient?identifier=" + identifier));
      mix.add(
          Query.of(
              Kind.STRING,
              "Patient?family="
                  + Query.escape(
                      person.family().substring(0, Math.min(3, person.family().length())))
                  + "&_count=20"));
      mix.add(Query.of(Kind.DATE_RANGE, "Observation?date=ge" + month(i) + "&_count=20"));
      mix.add(
          Query.of(
              Kind.CHAIN,
              i % 2 == 0
                  ? "Observation?subject:Patient.identifier="
                      + identifier
                      + "&code="
                      + loinc
                      + "&_count=20"
                  : "Condition?subject:Patient.family=" + family + "&_count=20"));
      mix.add(Query.of(Kind.HAS, "Patient?_has:Condition:patient:code=" + snomed + "&_count=20"));
      mix.add(
          Query.about(
              Kind.INCLUDE,
              person,
              "MedicationRequest?subject=Patient/{id}&_include=MedicationRequest:encounter&_count=20"));
      mix.add(
          Query.about(
              Kind.SORT,
              person,
              "Observation?subject=Patient/{id}&code=" + loinc + "&_sort=-date&_count=20"));
    }
    return mix;
  }

  private static String month(int i) {
    int year = FIRST_YEAR + i % YEARS;
    int month = 1 + i * 5 % 12;
    String from = String.format(Locale.ROOT, "%d-%02d-01", year, month);
    String to =
        month == 12
            ? (year + 1) + "-01-01"
            : String.format(Locale.ROOT, "%d-%02d-01", year, month + 1);
    return from + "&date=lt" + to;
  }

  private static List<String> codes(FhirServer server, String path) throws IOException {
    Set<String> codes = new LinkedHashSet<>();
    for (JsonNode entry : server.get(path).path("entry")) {
      JsonNode coding = entry.path("resource").path("code").path("coding").path(0);
      codes.add(coding.path("system").asText() + "|" + coding.path("code").asText());
    }
    return new ArrayList<>(codes);
  }
}
