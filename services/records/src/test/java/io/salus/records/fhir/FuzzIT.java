package io.salus.records.fhir;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.records.transaction.Bundles;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.errors.AppException;
import io.salus.service.security.Caller;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
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

  private interface Request {
    void send();
  }

  private static void refusesOrStores(Request request) {
    assertTimeoutPreemptively(
        SOON,
        () -> {
          try {
            request.send();
          } catch (AppException e) {
            assertTrue(e.category().httpStatus() < 500, e.code() + ": " + e.publicDetail());
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
