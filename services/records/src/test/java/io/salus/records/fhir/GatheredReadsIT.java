package io.salus.records.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.service.errors.AppException;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Reads that come in together share statements, and nothing else. */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class GatheredReadsIT {
  private static final int CLIENTS = 24;
  private static final int READS = 40;

  @TestHTTPResource("/")
  URI address;

  @Test
  void givesEverybodyTheirOwnOfReadsThatComeTogether() throws Exception {
    try (TestFhir one = TestFhir.admin(address, "gathered-one");
        TestFhir two = TestFhir.admin(address, "gathered-two")) {
      for (int i = 0; i < READS; i++) {
        one.update("Patient", "p" + i, patient("one" + i, i), 0);
        two.update("Patient", "p" + i, patient("two" + i, i), 0);
      }
      two.delete("Patient", "p1");
      try (TestFhir bound =
              new TestFhir(address, TestTokens.patient("gathered-one", "p2", "patient/*.rs"));
          var pool = Executors.newFixedThreadPool(CLIENTS)) {
        List<Callable<List<String>>> clients = new ArrayList<>();
        List<List<String>> expected = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
          TestFhir fhir = List.of(one, two, bound).get(client % 3);
          List<String> right = new ArrayList<>();
          for (int i = 0; i < READS; i++) {
            right.add(
                fhir == one
                    ? "one" + i
                    : fhir == two ? (i == 1 ? "Gone" : "two" + i) : i == 2 ? "one2" : "NotFound");
          }
          right.add("NotFound");
          expected.add(right);
          clients.add(() -> all(fhir));
        }
        List<List<String>> found = new ArrayList<>();
        for (Future<List<String>> client : pool.invokeAll(clients)) {
          found.add(client.get());
        }
        assertEquals(expected, found);
      }
    }
  }

  @Test
  void answersEachReadOfACallForItself() {
    try (TestFhir fhir = TestFhir.admin(address, "gathered-many");
        TestFhir bound =
            new TestFhir(address, TestTokens.patient("gathered-many", "p1", "patient/*.rs"))) {
      fhir.update("Patient", "p1", patient("one", 1), 0);
      fhir.update("Patient", "p1", patient("uno", 1), 0);
      fhir.update("Patient", "p2", patient("two".repeat(340_000), 2), 0);
      fhir.update("Patient", "p3", patient("three", 3), 0);
      fhir.delete("Patient", "p3");
      List<String> asked = List.of("Patient/p1", "Patient/p2", "Patient/p3", "Nothing/p1");
      assertEquals(List.of("version 2", "alone", "gone", "not-found"), fhir.readMany(asked));
      assertEquals(
          List.of("version 2", "not-found", "not-found", "not-found"), bound.readMany(asked));
      assertInstanceOf(
          AppException.InvalidInput.class,
          TestFhir.error(() -> fhir.readMany(Collections.nCopies(65, "Patient/p1"))));
    }
  }

  private static List<String> all(TestFhir fhir) {
    List<String> families = new ArrayList<>();
    for (int i = 0; i <= READS; i++) {
      try {
        families.add(fhir.read("Patient", "p" + i).path("name").path(0).path("family").asText());
      } catch (AppException e) {
        families.add(e.getClass().getSimpleName());
      } catch (io.grpc.StatusRuntimeException e) {
        families.add(io.salus.service.errors.GrpcErrors.fromStatus(e).getClass().getSimpleName());
      }
    }
    return families;
  }

  private static String patient(String family, int i) {
    return "{\"resourceType\":\"Patient\",\"id\":\"p%d\",\"name\":[{\"family\":\"%s\"}]}"
        .formatted(i, family);
  }
}
