package io.salus.records.subscription;

import static io.salus.records.subscription.Writer.clinic;
import static io.salus.records.subscription.Writer.observation;
import static io.salus.records.subscription.Writer.patient;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class EventsIT {
  @Inject EventStreams streams;
  @Inject ResourceWrites writes;
  @Inject Writer writer;
  @Inject ChangeLog log;
  @Inject TenantTransactions transactions;

  @Test
  void saysWhatComesChangesLeavesAndGoes() throws InterruptedException {
    Caller clinic = clinic("stream");
    try (Reader reader = Reader.open(streams, clinic, "", "Patient?gender=female")) {
      assertEquals(List.of("READY"), reader.next(1));

      writer.put(clinic, patient("a", "female"));
      writer.put(clinic, patient("b", "male"));
      writer.put(clinic, patient("a", "female"));
      writer.put(clinic, patient("a", "male"));
      writer.put(clinic, patient("c", "female"));
      writes.delete(clinic, "Patient", "c", 0).await().indefinitely();

      assertEquals(
          List.of(
              "CREATED Patient/a",
              "UPDATED Patient/a",
              "LEFT Patient/a",
              "CREATED Patient/c",
              "DELETED Patient/c"),
          reader.next(5));
    }
  }

  @Test
  void goesOnWhereTheReaderWasAndMissesNothing() throws Exception {
    Caller clinic = clinic("resume");
    Set<String> seen = new HashSet<>();
    String last;
    try (Reader reader = Reader.open(streams, clinic, "", "Patient")) {
      last = reader.next().position().toString();
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String id = "p" + i;
        writers.add(threads.submit(() -> writer.put(clinic, patient(id, "female"))));
      }
      while (seen.size() < 40) {
        try (Reader reader = Reader.open(streams, clinic, last, "Patient")) {
          assertEquals(Event.Kind.READY, reader.next().kind());
          for (int i = 0; i < 7 && seen.size() < 40; i++) {
            Event event = reader.next();
            last = event.position().toString();
            assertTrue(seen.add(Objects.requireNonNull(event.change()).id()), "told twice");
          }
        }
      }
      for (Future<?> one : writers) {
        one.get();
      }
    }
  }

  @Test
  void saysWhenTheLogDoesNotGoBackFarEnough() throws Exception {
    Caller clinic = clinic("trimmed");
    String old;
    try (Reader reader = Reader.open(streams, clinic, "", "Patient")) {
      old = reader.next().position().toString();
      writer.put(clinic, patient("a", "female"));
      assertEquals(List.of("CREATED Patient/a"), reader.next(1));
    }
    transactions.call(
        clinic,
        () -> {
          log.trim(clinic.tenant(), Duration.ZERO);
          return true;
        });

    try (Reader reader = Reader.open(streams, clinic, old, "Patient")) {
      assertEquals(List.of("RESET"), reader.next(1));
      writer.put(clinic, patient("b", "female"));
      assertEquals(List.of("CREATED Patient/b"), reader.next(1));
    }
  }

  @Test
  void dropsAReaderThatTakesNothing() throws InterruptedException {
    Caller clinic = clinic("lazy");
    try (Reader reader = Reader.open(streams, clinic, "", "Patient").takes(2)) {
      assertEquals(List.of("READY"), reader.next(1));
      for (int i = 0; i < 5; i++) {
        writer.put(clinic, patient("p" + i, "female"));
      }
      assertEquals(List.of("CREATED Patient/p0", "CREATED Patient/p1"), reader.next(2));
      Event slow = reader.next();
      assertEquals(Event.Kind.SLOW, slow.kind());
      assertTrue(reader.ends());
      try (Reader again = Reader.open(streams, clinic, slow.position().toString(), "Patient")) {
        assertEquals(List.of("READY", "CREATED Patient/p2"), again.next(2));
      }
    }
  }

  @Test
  void endsWithTheToken() throws InterruptedException {
    Caller clinic = clinic("expiry");
    try (Reader reader =
        Reader.open(streams, clinic, "", Instant.now().plus(Duration.ofMillis(300)), "Patient")) {
      assertEquals(List.of("READY", "EXPIRED"), reader.next(2));
      assertTrue(reader.ends());
    }
  }

  @Test
  void showsAPatientItsCompartmentAndATenantItsOwn() throws InterruptedException {
    Caller clinic = clinic("events-own");
    Caller other = clinic("events-other");
    Caller ann = new Caller("events-own", "ann", Set.of("patient/*.rs"), "ann", null);
    writer.put(clinic, patient("ann", "female"));
    writer.put(clinic, patient("bob", "male"));
    try (Reader reader = Reader.open(streams, ann, "", "Patient", "Observation?code=1-1")) {
      assertEquals(List.of("READY"), reader.next(1));
      writer.put(clinic, observation("o1", "bob"));
      writer.put(other, patient("ann", "male"));
      writer.put(clinic, patient("bob", "female"));
      writer.put(clinic, observation("o2", "ann"));
      writer.put(clinic, patient("ann", "other"));
      assertEquals(List.of("CREATED Observation/o2", "UPDATED Patient/ann"), reader.next(2));
    }
    assertThrows(
        Forbidden.class,
        () ->
            Reader.open(
                streams,
                new Caller("events-own", "x", Set.of("user/Patient.rs"), null, null),
                "",
                "Observation"));
    assertThrows(InvalidInput.class, () -> Reader.open(streams, clinic, ""));
    assertThrows(InvalidInput.class, () -> Reader.open(streams, clinic, "yesterday", "Patient"));
  }
}
