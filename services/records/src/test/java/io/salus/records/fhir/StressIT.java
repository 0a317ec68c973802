package io.salus.records.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.records.store.Json;
import io.salus.service.errors.ErrorCategory;
import io.salus.service.errors.GrpcErrors;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Many clients at the same resources at once: every answer is right, and nothing is lost. */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class StressIT {
  @TestHTTPResource("/")
  URI address;

  @Inject DataSource dataSource;

  @Test
  void losesNoUpdateOfManyThatReadAndWriteBack() throws Exception {
    try (TestFhir fhir = TestFhir.admin(address, "counter")) {
      fhir.update("Basic", "counter", basic("counter", 0), 0);

      atOnce(
          16,
          () -> {
            int done = 0;
            while (done < 5) {
              JsonNode read = fhir.read("Basic", "counter");
              int count = read.at("/identifier/0/value").asInt();
              int version = read.at("/meta/versionId").asInt();
              try {
                fhir.update("Basic", "counter", basic("counter", count + 1), version);
                done++;
              } catch (StatusRuntimeException e) {
                assertEquals(ErrorCategory.CONFLICT, GrpcErrors.fromStatus(e).category());
              }
            }
            return done;
          });

      JsonNode last = fhir.read("Basic", "counter");
      assertEquals(80, last.at("/identifier/0/value").asInt());
      assertEquals(81, last.at("/meta/versionId").asInt());
    }
  }

  @Test
  void letsTransactionsCrossWithoutADeadlockAndKeepsThemWhole() throws Exception {
    try (TestFhir fhir = TestFhir.admin(address, "crossing")) {
      List<String> ids = List.of("a", "b", "c", "d", "e", "f");
      List<Integer> numbers = new ArrayList<>();
      for (int i = 1; i <= 24; i++) {
        numbers.add(i);
      }
      List<Callable<Integer>> writers = new ArrayList<>();
      for (int number : numbers) {
        List<String> order = number % 2 == 0 ? ids : ids.reversed();
        writers.add(
            () -> {
              String[] entries =
                  order.stream()
                      .map(
                          id ->
                              "{\"resource\":"
                                  + basic(id, number)
                                  + ",\"request\":{\"method\":\"PUT\",\"url\":\"Basic/"
                                  + id
                                  + "\"}}")
                      .toArray(String[]::new);
              return fhir.submit(Samples.bundle("transaction", entries)).path("entry").size();
            });
      }

      assertTrue(run(writers).stream().allMatch(written -> written == ids.size()));

      Set<String> values = new HashSet<>();
      for (String id : ids) {
        JsonNode last = fhir.read("Basic", id);
        values.add(last.at("/identifier/0/value").asText());
        assertEquals(numbers.size(), last.at("/meta/versionId").asInt());
      }
      assertEquals(1, values.size(), "one transaction is the last of all");
    }
  }

  @Test
  void answersEveryRacerOfConditionalCreatesInTransactions() throws Exception {
    try (TestFhir fhir = TestFhir.admin(address, "racing-bundles")) {
      String condition = "identifier=http://hl7.org/fhir/sid/us-npi|";
      List<Callable<String>> racers = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        String patient = Samples.patient("Racer", "1980-01-01", "r" + i);
        racers.add(
            () ->
                fhir.submit(
                        Samples.bundle(
                            "transaction",
                            Samples.postIfNone(
                                "Practitioner", Samples.practitioner("77"), condition + "77"),
                            Samples.postIfNone(
                                "Practitioner", Samples.practitioner("78"), condition + "78"),
                            Samples.post("urn:uuid:p", "Patient", patient)))
                    .at("/entry/0/response/location")
                    .asText()
                    .split("/_history")[0]);
      }

      Set<String> locations = new HashSet<>(run(racers));

      assertEquals(1, locations.size());
      assertEquals(1, fhir.ids("Practitioner", "identifier=77").size());
      assertEquals(1, fhir.ids("Practitioner", "identifier=78").size());
      assertEquals(32, fhir.search("Patient", "name=racer&_summary=count").path("total").asInt());
    }
  }

  @Test
  void keepsHistoryAndSearchRightWhileOneResourceComesAndGoes() throws Exception {
    try (TestFhir fhir = TestFhir.admin(address, "coming-going")) {
      List<Callable<Integer>> writers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int number = i;
        writers.add(
            () -> {
              for (int round = 0; round < 4; round++) {
                fhir.update("Basic", "x", basic("x", number), 0);
                fhir.delete("Basic", "x");
              }
              return 0;
            });
      }
      run(writers);
      fhir.update("Basic", "x", basic("x", 99), 0);

      JsonNode entries = fhir.history("Basic", "x").path("entry");
      int newest = fhir.read("Basic", "x").at("/meta/versionId").asInt();
      assertEquals(newest, entries.size());
      for (int i = 0; i < entries.size(); i++) {
        String expected = "W/\"" + (newest - i) + "\"";
        assertEquals(expected, entries.get(i).at("/response/etag").asText());
      }
      assertEquals(List.of("x"), fhir.ids("Basic", "identifier=99"));
      for (int i = 0; i < 8; i++) {
        assertEquals(List.of(), fhir.ids("Basic", "identifier=n" + i));
      }
    }
  }

  @Test
  void keepsWhatItAcknowledgedAndNothingHalfWhenItsConnectionsDie() throws Exception {
    try (TestFhir fhir = TestFhir.admin(address, "dying")) {
      Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
      AtomicInteger next = new AtomicInteger();
      AtomicBoolean over = new AtomicBoolean();
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        work.add(
            () -> {
              while (!over.get()) {
                int number = next.incrementAndGet();
                String[] entries = new String[3];
                for (int e = 0; e < entries.length; e++) {
                  entries[e] = Samples.post("urn:uuid:" + e, "Basic", basic("x", number));
                }
                try {
                  fhir.submit(Samples.bundle("transaction", entries));
                  acknowledged.add(number);
                } catch (StatusRuntimeException e) {
                  assertEquals(ErrorCategory.UNAVAILABLE, GrpcErrors.fromStatus(e).category());
                }
              }
              return 0;
            });
      }
      work.add(
          () -> {
            for (int kill = 0; kill < 6; kill++) {
              int before = acknowledged.size();
              while (acknowledged.size() < before + 5) {
                LockSupport.parkNanos(1_000_000);
              }
              killConnections();
            }
            over.set(true);
            return 0;
          });
      run(work);

      assertTrue(acknowledged.size() >= 30);
      for (int number = 1; number <= next.get(); number++) {
        int stored = fhir.ids("Basic", "identifier=" + number).size();
        boolean whole = stored == 3 || (stored == 0 && !acknowledged.contains(number));
        assertTrue(whole, number + " is there " + stored + " times");
      }
    }
  }

  /** Those that writes go over; other tests' connections of the pool beside them live on. */
  private void killConnections() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement sql = connection.createStatement()) {
      sql.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where usename = current_user and datname = current_database()"
              + " and application_name = 'vertx-pg-client'");
    }
  }

  private static String basic(String id, int number) {
    ObjectNode basic =
        Json.parse(
            "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}"
                .getBytes(StandardCharsets.UTF_8));
    basic.put("id", id);
    basic.putArray("identifier").addObject().put("value", Integer.toString(number));
    return basic.toString();
  }

  private static <T> void atOnce(int clients, Callable<T> work) throws Exception {
    List<Callable<T>> all = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      all.add(work);
    }
    run(all);
  }

  private static <T> List<T> run(List<Callable<T>> work) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> answers = new ArrayList<>();
      for (Future<T> one : threads.invokeAll(work)) {
        answers.add(one.get());
      }
      return answers;
    }
  }
}
