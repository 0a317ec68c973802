package io.salus.records.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.records.transaction.Bundles;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.errors.AppException;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.security.Caller;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever a client sends, it is answered soon, and never with an error of the server. */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class FuzzIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Caller CALLER =
      new Caller("fuzz", "tester", Set.of("system/*.cruds"), null, null);

  @TestHTTPResource("/")
  URI address;

  @Inject ResourceWrites writes;
  @Inject Bundles bundles;

  @Test
  void takesNoBrokenBody() {
    String patient = "{\"resourceType\":\"Patient\",\"%s}";
    List<byte[]> bodies = new ArrayList<>();
    for (String text :
        List.of(
            "",
            "null",
            "[]",
            "\"Patient\"",
            "{",
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000),
            "{\"resourceType\":\"Patient\",\"extension\":" + nested(2_000) + "}",
            patient.formatted("active\":1e999999999"),
            patient.formatted("active\":true,\"active\":false"),
            patient.formatted("multipleBirthInteger\":" + "9".repeat(2_000)),
            patient.formatted("multipleBirthInteger\":1e400"),
            patient.formatted("gender\":\"\\u0000\""),
            patient.formatted("name\":[{\"family\":\"\\ud800\"}]"),
            patient.formatted("name\":[{\"family\":\"a\\u0000b\"}]"),
            patient.formatted("birthDate\":\"" + "1".repeat(100_000) + "\""),
            patient.formatted("contained\":[" + patient.formatted("contained\":[]") + "]"),
            patient.formatted("__proto__\":{\"x\":1}"),
            patient.formatted("id\":\"" + "x".repeat(65) + "\""),
            patient.formatted("meta\":{\"versionId\":\"-1\",\"lastUpdated\":\"never\"}"),
            patient.formatted("link\":[{\"other\":{\"reference\":\"Patient/../../x\"}}]"),
            patient.formatted("managingOrganization\":{\"reference\":\"Organization?\"}"),
            patient.formatted(
                "text\":{\"status\":\"generated\",\"div\":\"<div>"
                    + "<b>".repeat(50_000)
                    + "\"}"))) {
      bodies.add(text.getBytes(StandardCharsets.UTF_8));
    }
    bodies.add(patient.formatted("active\":true").getBytes(StandardCharsets.UTF_16));
    bodies.add(patient.formatted("gender\":\"\u00ff\"").getBytes(StandardCharsets.ISO_8859_1));
    bodies.add(new byte[1 << 20]);
    for (byte[] body : bodies) {
      refusesOrStores(() -> writes.create(CALLER, "Patient", body, "").await().indefinitely());
      refusesOrStores(() -> bundles.submit(CALLER, body, TestFhir.BASE).await().indefinitely());
    }
  }

  @Test
  void survivesBytesThatFlip() {
    Random random = new Random(4);
    byte[] observation =
        Samples.observation("Patient/nobody", "8867-4", "2024-05-01T10:00:00+02:00")
            .replace("\"subject\":{\"reference\":\"Patient/nobody\"},", "")
            .getBytes(StandardCharsets.UTF_8);
    byte[] bundle =
        Samples.bundle(
                "transaction",
                Samples.post("urn:uuid:1", "Patient", Samples.patient("Ash", "1980", "1")),
                Samples.postIfNone("Practitioner", Samples.practitioner("7"), "identifier=urn:x|7"))
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 300; i++) {
      byte[] body = flipped(observation, random);
      refusesOrStores(() -> writes.create(CALLER, "Observation", body, "").await().indefinitely());
      byte[] entries = flipped(bundle, random);
      refusesOrStores(() -> bundles.submit(CALLER, entries, TestFhir.BASE).await().indefinitely());
    }
  }

  @Test
  void takesNoBundleThatEatsTheServer() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      many.append(i == 0 ? "{}" : ",{}");
    }
    String self =
        "{\"fullUrl\":\"urn:uuid:1\",\"resource\":{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"},"
            + "\"subject\":{\"reference\":\"urn:uuid:1\"}},\"request\":{\"method\":\"POST\",\"url\":\"Basic\"}}";
    for (String bundle :
        List.of(
            Samples.bundle("transaction", many.toString()),
            Samples.bundle("batch", "{\"request\":null}", "null", "[]", "7"),
            Samples.bundle("transaction", self),
            Samples.bundle("transaction", self, self),
            Samples.bundle("batch", request("GET", "Patient?" + "a".repeat(70_000))),
            Samples.bundle("batch", request("GET", "../../etc/passwd")),
            Samples.bundle("batch", request("DELETE", "Patient?")),
            Samples.bundle("batch", request("PUT", "Patient/%00")),
            Samples.bundle("batch", request("TRACE", "Patient")),
            Samples.bundle("history"),
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":{}}")) {
      byte[] body = bundle.getBytes(StandardCharsets.UTF_8);
      refusesOrStores(() -> bundles.submit(CALLER, body, TestFhir.BASE).await().indefinitely());
    }
  }

  @Test
  void answersEverySearchSoon() {
    try (TestFhir fhir = TestFhir.admin(address, "fuzz-search")) {
      for (int i = 0; i < 30; i++) {
        fhir.create("Patient", Samples.patient("a".repeat(200) + i, "1980-01-01", "s" + i));
      }
      String values = "v,".repeat(9_999) + "v";
      List<String> searches = new ArrayList<>();
      for (String name :
          List.of("name", "identifier", "birthdate", "_id", "organization", "link")) {
        for (String value :
            List.of(
                values,
                "(a+)+$",
                "%25%25%25",
                "\\",
                "%5C%5C%5C",
                "|",
                "||||",
                "%00",
                "%zz",
                "a%2Cb",
                "9999-99-99",
                "ge",
                "apbanana",
                "-1e309",
                "' or 1=1 --",
                "$1",
                "%F0%9F%A6%84".repeat(1_000))) {
          searches.add(name + "=" + value);
          searches.add(name + ":contains=" + value);
          searches.add(name + ":exact=" + value);
          searches.add(name + ":missing=" + value);
          searches.add(name + ":not=" + value);
        }
      }
      searches.add("name:contains=" + "a".repeat(199) + "b");
      searches.add("link.".repeat(500) + "name=x");
      searches.add("_has:Observation:patient:".repeat(200) + "code=1");
      searches.add("_sort=" + "name,".repeat(2_000) + "name");
      searches.add("_include=*&_include:iterate=*&_revinclude=*&_revinclude:iterate=*");
      searches.add("_include=Patient:link&".repeat(500));
      searches.add("name=a&".repeat(1_000));
      searches.add("_count=99999999999999999999");
      searches.add("_count=-1");
      searches.add("_page=AAAA");
      searches.add("_page=" + "A".repeat(10_000));
      searches.add("_summary=nothing&_elements=" + "x,".repeat(5_000));
      searches.add("_lastUpdated=lt0001-01-01&_lastUpdated=gt9999-12-31T23:59:59.999999Z");
      searches.add("_filter=name eq x");
      searches.add("=&==&&&?&#");
      searches.add("x".repeat(100_000) + "=1");
      for (String search : searches) {
        String query = search.replace(" ", "+").replace("'", "%27");
        refusesOrStores(() -> fhir.search("Patient", query), start(query));
      }
      assertEquals(30, fhir.search("Patient", "_summary=count").path("total").asInt());
    }
  }

  @Test
  void answersRandomSearchesSoon() {
    Random random = new Random(7);
    List<String> names =
        List.of(
            "name",
            "code",
            "date",
            "value-quantity",
            "subject",
            "_lastUpdated",
            "_id",
            "_tag",
            "subject.name",
            "_has:Provenance:target:agent",
            "_sort",
            "_include",
            "component-code",
            "code-value-quantity",
            "combo-code",
            "status",
            "_count",
            "_total",
            "_elements");
    List<String> modifiers =
        List.of(
            "",
            ":exact",
            ":contains",
            ":missing",
            ":not",
            ":text",
            ":in",
            ":below",
            ":above",
            ":Patient",
            ":identifier",
            ":iterate",
            ":of-type",
            ":nonsense");
    List<String> parts =
        List.of(
            "ge",
            "2024",
            "-01",
            "|",
            ",",
            "$",
            "http://loinc.org",
            "Patient/1",
            "1.5",
            "e5",
            "true",
            "\\",
            "é",
            "*",
            ":",
            ".",
            "-",
            "0",
            "kg",
            "a");
    try (TestFhir fhir = TestFhir.admin(address, "fuzz")) {
      for (int i = 0; i < 500; i++) {
        StringBuilder query = new StringBuilder();
        for (int p = 0; p <= random.nextInt(3); p++) {
          StringBuilder value = new StringBuilder();
          for (int v = 0; v <= random.nextInt(5); v++) {
            value.append(parts.get(random.nextInt(parts.size())));
          }
          query
              .append(p == 0 ? "" : "&")
              .append(names.get(random.nextInt(names.size())))
              .append(modifiers.get(random.nextInt(modifiers.size())))
              .append('=')
              .append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        }
        boolean strict = random.nextBoolean();
        refusesOrStores(
            () -> fhir.search("Observation", query.toString(), strict), start(query.toString()));
      }
    }
  }

  private static String start(String query) {
    return " for " + query.substring(0, Math.min(100, query.length()));
  }

  private interface Request {
    void send();
  }

  private static void refusesOrStores(Request request) {
    refusesOrStores(request, "");
  }

  /**
   * @param where what was asked, for the report
   */
  private static void refusesOrStores(Request request, String where) {
    assertTimeoutPreemptively(
        SOON,
        () -> {
          try {
            request.send();
          } catch (AppException e) {
            assertTrue(e.category().httpStatus() < 500, e.code() + ": " + e.publicDetail());
          } catch (StatusRuntimeException e) {
            AppException error = GrpcErrors.fromStatus(e);
            assertTrue(error.category().httpStatus() < 500, e.getStatus().toString() + where);
          }
        });
  }

  private static byte[] flipped(byte[] body, Random random) {
    byte[] flipped = body.clone();
    for (int i = 0; i <= random.nextInt(4); i++) {
      int at = random.nextInt(flipped.length);
      flipped[at] =
          random.nextInt(3) == 0
              ? (byte) random.nextInt(256)
              : flipped[random.nextInt(flipped.length)];
    }
    return flipped;
  }

  private static String nested(int depth) {
    return "[{\"url\":\"x\",\"extension\":".repeat(depth) + "[]" + "}]".repeat(depth);
  }

  private static String request(String method, String url) {
    return "{\"request\":{\"method\":\"" + method + "\",\"url\":\"" + url + "\"}}";
  }
}
