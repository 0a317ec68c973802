package io.salus.records.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.service.errors.ErrorCategory;
import io.salus.testkit.RealPostgres;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class BundlesIT {
  private static final String ANN = "urn:uuid:6b1f0b1e-0000-4000-8000-000000000001";
  private static final String NPI = "Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|";

  @TestHTTPResource("/")
  URI address;

  @Test
  void resolvesReferencesBetweenEntriesAndByCondition() {
    try (TestFhir fhir = TestFhir.admin(address, "bundle-references")) {
      String doctor = fhir.create("Practitioner", Samples.practitioner("11")).getId();
      String observation =
          Samples.observation(ANN, "8867-4", "2024-01-01")
              .replace(
                  "\"status\"", "\"performer\":[{\"reference\":\"" + NPI + "11\"}],\"status\"");

      JsonNode answer =
          fhir.submit(
              Samples.bundle(
                  "transaction",
                  Samples.post("urn:uuid:2", "Observation", observation),
                  Samples.post(ANN, "Patient", Samples.patient("Ash", "1980-02-03", "1"))));

      assertEquals("transaction-response", answer.path("type").asText());
      assertEquals("201 Created", answer.at("/entry/0/response/status").asText());
      String patient = answer.at("/entry/1/response/location").asText().split("/_history")[0];
      String id = answer.at("/entry/0/response/location").asText().split("/")[1];
      JsonNode stored = fhir.read("Observation", id);
      assertEquals(patient, stored.at("/subject/reference").asText());
      assertEquals("Practitioner/" + doctor, stored.at("/performer/0/reference").asText());
      assertEquals(List.of(id), fhir.ids("Observation", "performer=" + doctor));
    }
  }

  @Test
  void storesNothingOfATransactionWithOneBadEntry() {
    try (TestFhir fhir = TestFhir.admin(address, "bundle-bad")) {
      String good = Samples.post(ANN, "Patient", Samples.patient("Ash", "1980-02-03", "1"));

      var invalid =
          TestFhir.error(
              () ->
                  fhir.submit(
                      Samples.bundle(
                          "transaction",
                          good,
                          Samples.post(
                              "urn:uuid:2",
                              "Patient",
                              "{\"resourceType\":\"Patient\",\"gender\":\"x\"}"))));
      var broken =
          TestFhir.error(
              () ->
                  fhir.submit(
                      Samples.bundle(
                          "transaction",
                          good,
                          Samples.post(
                              "urn:uuid:2",
                              "Observation",
                              Samples.observation("Patient/none", "1-1", "2024")))));
      var unmatched =
          TestFhir.error(
              () ->
                  fhir.submit(
                      Samples.bundle(
                          "transaction",
                          good,
                          Samples.post(
                              "urn:uuid:2",
                              "Observation",
                              Samples.observation(
                                  "Patient?identifier=urn:mrn|9", "1-1", "2024")))));

      assertEquals(ErrorCategory.INVALID_INPUT, invalid.category());
      assertEquals("Bundle.entry[1].resource.gender", invalid.place());
      assertEquals(ErrorCategory.UNPROCESSABLE, broken.category());
      assertEquals("Bundle.entry[1].resource.subject.reference", broken.place());
      assertEquals("Bundle.entry[1].resource.subject.reference", unmatched.place());
      assertEquals(List.of(), fhir.ids("Patient", ""));
    }
  }

  @Test
  void answersEachEntryOfABatchForItself() {
    try (TestFhir fhir = TestFhir.admin(address, "batch")) {
      String role =
          "{\"resourceType\":\"PractitionerRole\",\"practitioner\":{\"reference\":\""
              + NPI
              + "21\"}}";
      String create =
          Samples.postIfNone(
              "Practitioner",
              Samples.practitioner("21"),
              "identifier=http://hl7.org/fhir/sid/us-npi|21");

      JsonNode answer =
          fhir.submit(
              Samples.bundle(
                  "batch",
                  create,
                  Samples.post("urn:uuid:9", "PractitionerRole", role),
                  Samples.post(
                      "urn:uuid:8", "Patient", "{\"resourceType\":\"Patient\",\"gender\":\"x\"}"),
                  create,
                  "{\"request\":{\"method\":\"GET\",\"url\":\"Practitioner?identifier=21\"}}",
                  "{\"request\":{\"method\":\"PATCH\",\"url\":\"Practitioner/1\"}}"));

      List<String> statuses = new ArrayList<>();
      answer
          .path("entry")
          .forEach(e -> statuses.add(e.at("/response/status").asText().substring(0, 3)));
      assertEquals(List.of("201", "201", "400", "200", "200", "400"), statuses);
      assertEquals(1, answer.at("/entry/4/resource/entry").size());
    }
  }

  @Test
  void entriesReadWhatRequestsCanRead() {
    try (TestFhir fhir = TestFhir.admin(address, "bundle-reads")) {
      String id = fhir.create("Patient", Samples.patient("Ash", "1980-02-03", "1")).getId();
      var unused =
          fhir.create("Observation", Samples.observation("Patient/" + id, "8867-4", "2024-05-01"));

      JsonNode answer =
          fhir.submit(
              Samples.bundle(
                  "batch",
                  get("Patient/" + id + "/_history"),
                  get("Patient/_history?_count=5&_format=json"),
                  get("_history"),
                  get("Patient/" + id + "/Observation?status=final"),
                  get("?_type=Patient,Observation"),
                  get("Observation?_elements=code"),
                  get("Patient/" + id + "?_elements=gender"),
                  get("Patient/" + id).replace("\"}}", "\",\"ifNoneMatch\":\"W/\\\"1\\\"\"}}"),
                  get("metadata"),
                  get("Patient/" + id + "/$everything"),
                  get("Patient/" + id + "/_history/1/x"),
                  get("Patient/" + id + "/Nothing"),
                  get("Nothing/_history")));

      List<Integer> found = new ArrayList<>();
      List<String> statuses = new ArrayList<>();
      answer
          .path("entry")
          .forEach(
              e -> {
                found.add(e.at("/resource/entry").size());
                statuses.add(e.at("/response/status").asText().substring(0, 3));
              });
      assertEquals(List.of(1, 1, 2, 1, 2, 1), found.subList(0, 6));
      assertEquals(
          List.of(
              "200", "200", "200", "200", "200", "200", "200", "304", "400", "400", "404", "404",
              "404"),
          statuses);
      assertTrue(answer.at("/entry/5/resource/entry/0/resource/valueQuantity").isMissingNode());
      assertTrue(answer.at("/entry/6/resource/name").isMissingNode());
      assertTrue(answer.at("/entry/7/resource").isMissingNode());
    }
  }

  @Test
  void entriesReadWhatHasChangedSince() {
    try (TestFhir fhir = TestFhir.admin(address, "bundle-since")) {
      String id = fhir.create("Patient", Samples.patient("Ash", "1980-02-03", "1")).getId();
      String entry = get("Patient/" + id);
      String updated =
          fhir.submit(Samples.bundle("batch", entry))
              .at("/entry/0/resource/meta/lastUpdated")
              .asText();
      OffsetDateTime before = OffsetDateTime.parse(updated).minusNanos(1_000_000);

      JsonNode answer =
          fhir.submit(
              Samples.bundle(
                  "batch",
                  since(entry, updated),
                  since(entry, before.toString()),
                  since(entry, updated).replace("\"}}", "\",\"ifNoneMatch\":\"W/\\\"7\\\"\"}}"),
                  since(entry, "soon")));

      List<String> statuses = new ArrayList<>();
      answer
          .path("entry")
          .forEach(e -> statuses.add(e.at("/response/status").asText().substring(0, 3)));
      assertEquals(List.of("304", "200", "200", "400"), statuses);
      assertEquals(
          "Bundle.entry[3].request.ifModifiedSince",
          answer.at("/entry/3/response/outcome/issue/0/expression/0").asText());
    }
  }

  private static String since(String entry, String time) {
    return entry.replace("\"}}", "\",\"ifModifiedSince\":\"" + time + "\"}}");
  }

  @Test
  void readsOfABatchAreBoundedTogether() {
    try (TestFhir fhir = TestFhir.admin(address, "bundle-much")) {
      String large =
          "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"" + "x".repeat(1_000_000) + "\"}}";
      String id = fhir.create("Basic", large).getId();
      String[] reads = new String[60];
      Arrays.fill(reads, get("Basic/" + id));

      JsonNode answer = fhir.submit(Samples.bundle("batch", reads));

      assertEquals("200 OK", answer.at("/entry/0/response/status").asText());
      assertEquals("413", answer.at("/entry/59/response/status").asText().substring(0, 3));
    }
  }

  private static String get(String url) {
    return "{\"request\":{\"method\":\"GET\",\"url\":\"%s\"}}".formatted(url);
  }

  @Test
  void aTransactionPatchesDeletesAndRefersByConditionToWhatItMakes() {
    try (TestFhir fhir = TestFhir.admin(address, "bundle-all")) {
      String patched = fhir.create("Patient", Samples.patient("Ash", "1980-02-03", "1")).getId();
      String deleted = fhir.create("Patient", Samples.patient("Oak", "1980-02-03", "2")).getId();
      String data =
          java.util.Base64.getEncoder()
              .encodeToString(
                  "[{\"op\":\"replace\",\"path\":\"/gender\",\"value\":\"male\"}]"
                      .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      String binary =
          "{\"resourceType\":\"Binary\",\"contentType\":\"application/json-patch+json\",\"data\":\"%s\"}"
              .formatted(data);

      JsonNode answer =
          fhir.submit(
              Samples.bundle(
                  "transaction",
                  "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/%s\"}}".formatted(patched),
                  entry("PATCH", "Patient?identifier=urn:mrn|1", binary),
                  "{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient?identifier=urn:mrn|2\"}}",
                  "{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient?identifier=urn:mrn|9\"}}",
                  Samples.post(
                      "http://other/fhir/Observation/o",
                      "Observation",
                      Samples.observation("Patient?identifier=urn:mrn|3", "8867-4", "2024-01-01")),
                  Samples.post(
                      "http://other/fhir/Observation/p",
                      "Observation",
                      Samples.observation("Patient/x", "8867-4", "2024-01-02")),
                  Samples.post(
                      "http://other/fhir/Patient/x",
                      "Patient",
                      Samples.patient("Elm", "1980-02-03", "3"))));

      assertEquals("male", answer.at("/entry/0/resource/gender").asText());
      assertEquals("200 OK", answer.at("/entry/1/response/status").asText());
      assertEquals("204 No Content", answer.at("/entry/2/response/status").asText());
      assertEquals("204 No Content", answer.at("/entry/3/response/status").asText());
      assertEquals(
          ErrorCategory.GONE, TestFhir.error(() -> fhir.read("Patient", deleted)).category());
      String made = answer.at("/entry/6/response/location").asText().split("/")[1];
      assertEquals(2, fhir.ids("Observation", "subject=Patient/" + made).size());
      assertEquals(
          "PATCH", fhir.history("Patient", patched).at("/entry/0/request/method").asText());
    }
  }

  @Test
  void aTransactionFailsWholeWhenAVersionOrAConditionIsNotAsStated() {
    try (TestFhir fhir = TestFhir.admin(address, "bundle-conditions")) {
      String id = fhir.create("Patient", Samples.patient("Ash", "1980-02-03", "1")).getId();
      String other = Samples.post("urn:uuid:1", "Patient", Samples.patient("Elm", "1980", "1"));
      String patient =
          Samples.patient("Ash", "1980-02-03", "1").replaceFirst("\\{", "{\"id\":\"" + id + "\",");

      for (String bad :
          List.of(
              entry("PUT", "Patient/" + id, patient)
                  .replace("\"request\":{", "\"request\":{\"ifMatch\":\"W/\\\"7\\\"\","),
              entry("PUT", "Patient/" + id, patient)
                  .replace("\"request\":{", "\"request\":{\"ifNoneMatch\":\"*\","))) {
        assertEquals(
            ErrorCategory.PRECONDITION_FAILED,
            TestFhir.error(() -> fhir.submit(Samples.bundle("transaction", other, bad))).category(),
            bad);
      }
      assertEquals(
          ErrorCategory.INVALID_INPUT,
          TestFhir.error(
                  () ->
                      fhir.submit(
                          Samples.bundle(
                              "transaction",
                              entry("PUT", "Patient/" + id, patient),
                              entry("PUT", "Patient?identifier=urn:mrn|1", patient))))
              .category());
      assertEquals(1, fhir.ids("Patient", "").size());
    }
  }

  @Test
  void crossingTransactionsAllSucceed() throws Exception {
    try (TestFhir fhir = TestFhir.admin(address, "crossing");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<JsonNode>> running = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String first = put(i % 2 == 0 ? "a" : "b");
        String second = put(i % 2 == 0 ? "b" : "a");
        running.add(
            threads.submit(() -> fhir.submit(Samples.bundle("transaction", first, second))));
      }
      for (Future<JsonNode> one : running) {
        assertTrue(one.get().at("/entry/1/response/status").asText().startsWith("20"));
      }
      assertEquals("40", fhir.read("Patient", "a").at("/meta/versionId").asText());
    }
  }

  private static String entry(String method, String url, String resource) {
    return "{\"resource\":%s,\"request\":{\"method\":\"%s\",\"url\":\"%s\"}}"
        .formatted(resource, method, url);
  }

  private static String put(String id) {
    return "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"%s\"},\"request\":{\"method\":\"PUT\",\"url\":\"Patient/%s\"}}"
        .formatted(id, id);
  }
}
