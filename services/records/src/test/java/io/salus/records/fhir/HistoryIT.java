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
import io.salus.testkit.NextMillisecond;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class HistoryIT {
  @TestHTTPResource("/")
  URI address;

  @Test
  void tellsAllVersionsOfATypeAndOfEverythingNewestFirst() {
    try (TestFhir fhir = TestFhir.admin(address, "history")) {
      write(fhir, "a", "Ash");
      write(fhir, "b", "Oak");
      NextMillisecond.await();
      String practitioner = fhir.create("Practitioner", Samples.practitioner("1")).getId();
      write(fhir, "a", "Elm");
      NextMillisecond.await();
      assertEquals(2, fhir.delete("Patient", "b"));
      try (TestFhir other = TestFhir.admin(address, "history-of-others")) {
        write(other, "a", "Yew");
      }

      List<String> patients = List.of("b 2 DELETE", "a 2 PUT", "b 1 PUT", "a 1 PUT");
      assertEquals(patients, versions(fhir, "Patient", "", ""));
      List<String> all = new ArrayList<>(patients);
      all.add(2, practitioner + " 1 POST");
      assertEquals(all, versions(fhir, "", "", ""));
      for (int count = 1; count <= 3; count++) {
        assertEquals(all, versions(fhir, "", "", "_count=" + count));
        assertEquals(patients, versions(fhir, "Patient", "", "_count=" + count));
      }
      assertEquals(List.of("a 2 PUT", "a 1 PUT"), versions(fhir, "Patient", "a", "_count=1"));
      try (TestFhir some = new TestFhir(address, TestTokens.scoped("history", "user/Patient.r"))) {
        assertEquals(patients, versions(some, "", "", ""));
        assertEquals(
            ErrorCategory.FORBIDDEN,
            TestFhir.error(() -> some.history("Practitioner", "", "")).category());
      }
    }
  }

  @Test
  void aWriteInBetweenNeitherRepeatsNorLosesAVersion() {
    try (TestFhir fhir = TestFhir.admin(address, "history-pages")) {
      for (int i = 0; i < 6; i++) {
        write(fhir, "p" + i % 3, "Ash" + i);
      }
      List<String> before = versions(fhir, "Patient", "", "");
      JsonNode page = fhir.history("Patient", "", "_count=2");
      List<String> seen = new ArrayList<>();
      while (true) {
        page.path("entry").forEach(entry -> seen.add(version(entry)));
        String next = next(page);
        if (next.isEmpty()) {
          break;
        }
        write(fhir, "p0", "Oak" + seen.size());
        page = fhir.history("Patient", "", next);
      }
      assertEquals(before, seen);
    }
  }

  @Test
  void boundsTheHistoryByTime() {
    try (TestFhir fhir = TestFhir.admin(address, "history-time")) {
      write(fhir, "a", "Ash");
      write(fhir, "b", "Oak");
      write(fhir, "a", "Elm");
      NextMillisecond.await();
      assertEquals(2, fhir.delete("Patient", "b"));
      String second = fhir.readVersion("Patient", "b", 1).at("/meta/lastUpdated").asText();
      String third = fhir.readVersion("Patient", "a", 2).at("/meta/lastUpdated").asText();

      assertEquals(
          List.of("b 2 DELETE", "a 2 PUT"), versions(fhir, "Patient", "", "_since=" + third));
      // What was current then: neither what came later nor what had been replaced.
      assertEquals(List.of("b 1 PUT", "a 1 PUT"), versions(fhir, "Patient", "", "_at=" + second));
      assertEquals(List.of("a 2 PUT", "b 1 PUT"), versions(fhir, "Patient", "", "_at=" + third));
      assertEquals(List.of(), versions(fhir, "Patient", "a", "_since=2100-01-01"));
      for (String bad :
          List.of(
              "_since=soon",
              "_at=2024-13",
              "_count=x",
              "_page=abc",
              "_list=1",
              "name=Ash",
              "_sort=name")) {
        assertEquals(
            bad.substring(0, bad.indexOf('=')),
            TestFhir.error(() -> fhir.history("Patient", "", bad)).place());
      }
      assertEquals(
          ErrorCategory.NOT_FOUND,
          TestFhir.error(() -> fhir.history("Patient", "none", "")).category());
    }
  }

  @Test
  void aPageLinkWorksForItsOwnHistoryOnly() {
    try (TestFhir fhir = TestFhir.admin(address, "history-links");
        TestFhir other = TestFhir.admin(address, "history-links-elsewhere")) {
      write(fhir, "a", "Ash");
      write(fhir, "a", "Oak");
      write(other, "a", "Ash");
      String next = next(fhir.history("Patient", "", "_count=1"));
      assertFalse(next.isEmpty());
      assertEquals(1, fhir.history("Patient", "", next).path("entry").size());
      assertEquals("_page", TestFhir.error(() -> other.history("Patient", "", next)).place());
      assertEquals("_page", TestFhir.error(() -> fhir.history("Patient", "a", next)).place());
    }
  }

  @Test
  void showsAPatientsTokenTheVersionsOfItsCompartment() {
    try (TestFhir fhir = TestFhir.admin(address, "history-patient")) {
      write(fhir, "a", "Ash");
      write(fhir, "b", "Oak");
      write(fhir, "a", "Elm");
      try (TestFhir patient =
          new TestFhir(address, TestTokens.patient("history-patient", "a", "patient/*.rs"))) {
        assertEquals(List.of("a 2 PUT", "a 1 PUT"), versions(patient, "", "", ""));
        assertEquals(List.of("a 2 PUT", "a 1 PUT"), versions(patient, "Patient", "", "_count=1"));
      }
    }
  }

  @Test
  void cutsResourcesDownToWhatIsAskedFor() {
    try (TestFhir fhir = TestFhir.admin(address, "summaries")) {
      String id = fhir.create("Patient", Samples.patient("Ash", "1980-02-03", "1")).getId();
      String observation =
          fhir.create("Observation", Samples.observation("Patient/" + id, "8867-4", "2024-05-01"))
              .getId();

      JsonNode summary = fhir.read("Observation", observation, "_summary=true");
      assertTrue(summary.has("code") && !summary.has("category"), summary.toString());
      assertEquals("SUBSETTED", summary.at("/meta/tag/0/code").asText());
      assertEquals("1.50", summary.at("/valueQuantity/value").decimalValue().toString());
      JsonNode elements = fhir.read("Observation", observation, "_elements=subject");
      assertTrue(elements.has("subject") && elements.has("status"), elements.toString());
      assertFalse(elements.has("valueQuantity"));
      assertFalse(fhir.read("Observation", observation, "_summary=text").has("subject"));
      assertEquals(
          fhir.read("Observation", observation),
          fhir.read("Observation", observation, "_summary=false"));
      JsonNode found = fhir.search("Observation", "_elements=subject");
      assertFalse(found.at("/entry/0/resource").has("valueQuantity"));
      JsonNode page = fhir.history("", "", "_summary=true&_count=1&_sort=-_lastUpdated");
      assertFalse(page.at("/entry/0/resource").has("category"));
      assertTrue(next(page).contains("_summary=true"), next(page));
      assertEquals(
          "_summary", TestFhir.error(() -> fhir.read("Patient", id, "_summary=much")).place());
    }
  }

  private static void write(TestFhir fhir, String id, String family) {
    String json =
        Samples.patient(family, "1980", id).replaceFirst("\\{", "{\"id\":\"" + id + "\",");
    NextMillisecond.await();
    var unused = fhir.update("Patient", id, json, 0);
  }

  /** All pages, one after the other. */
  private static List<String> versions(TestFhir fhir, String type, String id, String query) {
    List<String> versions = new ArrayList<>();
    String next = query;
    do {
      JsonNode page = fhir.history(type, id, next);
      page.path("entry").forEach(entry -> versions.add(version(entry)));
      next = next(page);
    } while (!next.isEmpty());
    return versions;
  }

  private static String version(JsonNode entry) {
    String[] url = entry.path("fullUrl").asText().split("/");
    return url[url.length - 1]
        + " "
        + entry.at("/response/etag").asText().replaceAll("\\D", "")
        + " "
        + entry.at("/request/method").asText();
  }

  private static String next(JsonNode page) {
    for (JsonNode link : page.path("link")) {
      if (link.path("relation").asText().equals("next")) {
        String url = link.path("url").asText();
        return url.substring(url.indexOf('?') + 1);
      }
    }
    return "";
  }
}
