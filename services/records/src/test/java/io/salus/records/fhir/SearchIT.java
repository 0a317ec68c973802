package io.salus.records.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.service.errors.ErrorCategory;
import io.salus.testkit.RealPostgres;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class SearchIT {
  @TestHTTPResource("/")
  URI address;

  private TestFhir fhir;
  private String ash;
  private String ashby;
  private final List<String> observations = new ArrayList<>();

  @BeforeEach
  void twoPatientsAndFiveObservations() {
    fhir = TestFhir.admin(address, "search-" + java.util.UUID.randomUUID());
    ash = fhir.create("Patient", Samples.patient("Ash", "1980-02-03", "1")).getId();
    ashby = fhir.create("Patient", Samples.patient("Ashby", "1990-07-01", "2")).getId();
    for (int month = 1; month <= 5; month++) {
      observations.add(
          fhir.create(
                  "Observation",
                  Samples.observation(
                      "Patient/" + ash,
                      month < 5 ? "8867-4" : "29463-7",
                      "2024-0" + month + "-10T08:00:00Z"))
              .getId());
    }
  }

  @AfterEach
  void close() {
    fhir.close();
  }

  @Test
  void findsPatientsByWhatAFrontEndAsks() {
    assertEquals(List.of(ash, ashby), fhir.ids("Patient", "name=ash"));
    assertEquals(List.of(ashby), fhir.ids("Patient", "family=ASHB"));
    assertEquals(List.of(ash, ashby), fhir.ids("Patient", "given=ann&gender=female"));
    assertEquals(List.of(ash), fhir.ids("Patient", "birthdate=1980"));
    assertEquals(List.of(ash), fhir.ids("Patient", "birthdate=lt1985-01-01"));
    assertEquals(List.of(ashby), fhir.ids("Patient", "birthdate=ge1990-07&birthdate=le1990-07"));
    assertEquals(List.of(ash), fhir.ids("Patient", "identifier=urn:mrn%7C1"));
    assertEquals(List.of(ash), fhir.ids("Patient", "identifier=1"));
    assertEquals(List.of(ash, ashby), fhir.ids("Patient", "identifier=urn:mrn%7C"));
    assertEquals(List.of(), fhir.ids("Patient", "identifier=%7C1"));
    assertEquals(List.of(ash, ashby), fhir.ids("Patient", "identifier=1,2"));
    assertEquals(List.of(ashby), fhir.ids("Patient", "_id=" + ashby));
    assertEquals(List.of(), fhir.ids("Patient", "_lastUpdated=lt2020"));
    assertEquals(2, fhir.search("Patient", "_summary=count").path("total").asInt());
  }

  @Test
  void findsObservationsByPatientCodeCategoryAndDate() {
    assertEquals(observations, fhir.ids("Observation", "patient=" + ash));
    assertEquals(
        observations, fhir.ids("Observation", "subject=Patient/" + ash + "&category=vital-signs"));
    assertEquals(List.of(), fhir.ids("Observation", "patient=" + ashby));
    assertEquals(
        observations.subList(4, 5),
        fhir.ids("Observation", "patient=" + ash + "&code=http://loinc.org%7C29463-7"));
    assertEquals(
        observations.subList(1, 3), fhir.ids("Observation", "date=ge2024-02&date=lt2024-04"));
    assertEquals(observations.subList(2, 3), fhir.ids("Observation", "date=2024-03-10"));
    assertEquals(observations.subList(3, 5), fhir.ids("Observation", "date=sa2024-03"));
    assertEquals(observations.subList(0, 2), fhir.ids("Observation", "date=eb2024-03"));
    assertEquals(
        List.of(observations.get(3)), fhir.ids("Observation", "code=8867-4&_sort=-date&_count=1"));
  }

  @Test
  void pagesThroughEveryMatchOnce() {
    for (String sort :
        List.of("", "&_sort=-date", "&_sort=date,_id", "&_sort=-_lastUpdated", "&_sort=_id")) {
      List<String> seen = new ArrayList<>();
      String query = "patient=" + ash + sort + "&_count=2";
      String next = query;
      while (!next.isEmpty()) {
        JsonNode page = fhir.search("Observation", next);
        page.path("entry").forEach(entry -> seen.add(entry.at("/resource/id").asText()));
        next = "";
        for (JsonNode link : page.path("link")) {
          if (link.path("relation").asText().equals("next")) {
            next = link.path("url").asText().split("\\?")[1];
          }
        }
      }
      assertEquals(5, seen.size(), sort);
      assertEquals(new HashSet<>(observations), new HashSet<>(seen), sort);
    }
  }

  @Test
  void refusesAPageLinkOfAnotherSearch() {
    JsonNode page = fhir.search("Observation", "patient=" + ash + "&_count=2");
    String link = page.at("/link/1/url").asText().replaceAll(".*_page=", "");
    assertEquals(
        ErrorCategory.INVALID_INPUT,
        TestFhir.error(() -> fhir.search("Observation", "_page=" + link)).category());
    try (TestFhir other = TestFhir.admin(address, "other-tenant")) {
      assertEquals(
          ErrorCategory.INVALID_INPUT,
          TestFhir.error(() -> other.search("Observation", "patient=" + ash + "&_page=" + link))
              .category());
    }
  }

  @Test
  void includesWhatMatchesReferTo() {
    JsonNode entries =
        fhir.search("Observation", "code=8867-4&_include=Observation:patient").path("entry");
    assertEquals(5, entries.size());
    assertEquals("include", entries.at("/4/search/mode").asText());
    assertEquals(ash, entries.at("/4/resource/id").asText());
  }

  @Test
  void namesWhatItDoesNotKnow() {
    JsonNode lenient = fhir.search("Patient", "shoe-size=9&family=ashby");
    assertEquals("outcome", lenient.at("/entry/0/search/mode").asText());
    assertEquals("shoe-size", lenient.at("/entry/0/resource/issue/0/expression/0").asText());
    assertEquals(2, lenient.path("entry").size());
    assertFalse(lenient.at("/link/0/url").asText().contains("shoe"));
    var strict = TestFhir.error(() -> fhir.search("Patient", "shoe-size=9", true));
    assertEquals(ErrorCategory.INVALID_INPUT, strict.category());
    assertEquals("shoe-size", strict.place());
    assertEquals(
        ErrorCategory.INVALID_INPUT,
        TestFhir.error(() -> fhir.search("Patient", "name:phonetic=ash")).category());
    assertEquals(
        ErrorCategory.INVALID_INPUT,
        TestFhir.error(() -> fhir.search("Patient", "birthdate=yesterday")).category());
    assertTrue(fhir.ids("Patient", "name=ash%27%3B%20drop%20table%20resource").isEmpty());
  }
}
