package io.salus.records.subscription;

import static io.salus.records.subscription.Writer.clinic;
import static io.salus.records.subscription.Writer.observation;
import static io.salus.records.subscription.Writer.patient;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.records.store.ResourceStore;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class SubscriptionIT {
  @Inject Writer writer;
  @Inject ResourceStore store;

  @Test
  void tellsOnlyThatSomethingChangedWithoutAPayload() {
    Caller clinic = clinic("empty");
    try (Receiver receiver = new Receiver()) {
      writer.subscribe(clinic, "Patient?gender=male", receiver.url(), false);

      writer.put(clinic, patient("a", "female"));
      writer.put(clinic, patient("b", "male"));

      Receiver.Told told = receiver.await(1).getFirst();
      assertEquals("POST", told.method());
      assertEquals("/hook", told.path());
      assertEquals("Bearer secret", told.authorization());
      assertEquals("", told.body());
      assertEquals(1, receiver.told().size());
    }
  }

  @Test
  void tellsOfTheFirstChangeAfterTheSubscription() {
    int rounds = 40;
    Caller clinic = clinic("first");
    try (Receiver receiver = new Receiver()) {
      for (int i = 0; i < rounds; i++) {
        writer.subscribe(clinic, "Patient?_id=p" + i, receiver.url(), true);
        writer.put(clinic, patient("p" + i, "female"));
      }

      receiver.await(rounds);
    }
  }

  @Test
  void stopsWhenItIsOffOrOver() {
    Caller clinic = clinic("off");
    try (Receiver receiver = new Receiver();
        Receiver other = new Receiver()) {
      String id = writer.subscribe(clinic, "Patient?", receiver.url(), true);
      writer.subscribe(clinic, "Patient?", other.url(), true);
      writer.put(clinic, patient("a", "female"));
      receiver.await(1);

      writer.put(clinic, writer.read(clinic, id).put("status", "off"));
      writer.put(clinic, patient("a", "male"));
      other.await(2);
      assertEquals(1, receiver.told().size());
      assertEquals("off", writer.status(clinic, id));

      ObjectNode ended = writer.read(clinic, id).put("status", "requested");
      ended.put("end", Instant.now().minusSeconds(60).toString());
      assertThrows(InvalidInput.class, () -> writer.put(clinic, ended));
    }
  }

  @Test
  void tellsNothingOfAnotherTenant() {
    Caller mine = clinic("mine");
    Caller theirs = clinic("theirs");
    try (Receiver receiver = new Receiver();
        Receiver other = new Receiver()) {
      writer.subscribe(mine, "Patient?", receiver.url(), true);
      writer.subscribe(theirs, "Patient?", other.url(), true);

      writer.put(theirs, patient("x", "female"));
      writer.put(mine, patient("y", "female"));

      other.await(1);
      receiver.await(1);
      assertEquals(List.of("/hook/Patient/y"), paths(receiver));
      assertEquals(List.of("/hook/Patient/x"), paths(other));
    }
  }

  @Test
  void tellsAPatientOfItsOwnCompartmentOnly() {
    Caller clinic = clinic("compartment");
    writer.put(clinic, patient("ann", "female"));
    writer.put(clinic, patient("bob", "male"));
    Caller ann = new Caller("compartment", "ann", Set.of("patient/*.cruds"), "ann", null);
    Caller bob = new Caller("compartment", "bob", Set.of("patient/*.cruds"), "bob", null);
    try (Receiver receiver = new Receiver();
        Receiver all = new Receiver()) {
      String id = writer.subscribe(ann, "Observation?code=1-1", receiver.url(), true);
      writer.subscribe(clinic, "Observation?code=1-1", all.url(), true);

      writer.put(clinic, observation("o1", "bob"));
      writer.put(clinic, observation("o2", "ann"));

      all.await(2);
      receiver.await(1);
      assertEquals(List.of("/hook/Observation/o2"), paths(receiver));
      assertEquals("active", writer.status(ann, id));
      assertTrue(store.read(bob, "Subscription", id).await().indefinitely().isEmpty());
      ObjectNode stolen = writer.read(clinic, id);
      assertThrows(Forbidden.class, () -> writer.put(bob, stolen));
    }
  }

  @Test
  void refusesWhatItCannotKeepTo() {
    Caller clinic = clinic("refused");
    Caller reader =
        new Caller("refused", "reader", Set.of("system/Subscription.cruds"), null, null);
    for (String criteria :
        List.of(
            "",
            "Nothing?x=1",
            "Patient?unknown=1",
            "Observation?subject.name=x",
            "Patient?_has:Observation:subject:code=1",
            "Patient?_sort=name",
            "Patient?gender:in=http://x",
            "Observation?date=yesterday",
            "Patient?gender=%zz")) {
      assertThrows(
          InvalidInput.class,
          () -> writer.subscribe(clinic, criteria, "https://clinic.example/hook", true),
          criteria);
    }
    for (String endpoint :
        List.of(
            "",
            "hook",
            "ftp://clinic.example",
            "http://clinic.example/hook",
            "https://169.254.169.254/latest",
            "https://10.0.0.1/",
            "https://[fd00::1]/",
            "https://me:secret@clinic.example/",
            "https://clinic.example/?a=b")) {
      assertThrows(
          InvalidInput.class, () -> writer.subscribe(clinic, "Patient?", endpoint, true), endpoint);
    }
    assertThrows(
        Forbidden.class,
        () -> writer.subscribe(reader, "Patient?", "https://clinic.example/hook", true));
  }

  private static List<String> paths(Receiver receiver) {
    return receiver.told().stream().map(Receiver.Told::path).toList();
  }
}
