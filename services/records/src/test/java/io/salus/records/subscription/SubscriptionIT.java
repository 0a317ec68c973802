package io.salus.records.subscription;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceStore;
import io.salus.records.subscription.SubscriptionTable.Taken;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.id.TimeOrderedId;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class SubscriptionIT {
  @Inject ResourceWrites writes;
  @Inject ResourceStore store;
  @Inject SubscriptionTable table;
  @Inject DeliveryTable deliveries;
  @Inject HookClient hook;
  @Inject Subscriptions subscriptions;
  @Inject TenantTransactions transactions;

  @Test
  void tellsOfEveryVersionInItsOrderWhileManyWrite() throws Exception {
    Caller clinic = clinic("order");
    try (Receiver receiver = new Receiver();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      String subscription = subscribe(clinic, "Patient?gender=female", receiver.url(), true);

      List<Future<?>> writers = new ArrayList<>();
      for (int w = 0; w < 6; w++) {
        for (int p = 0; p < 5; p++) {
          String id = "p" + p;
          writers.add(threads.submit(() -> put(clinic, patient(id, "female"))));
        }
      }
      for (Future<?> writer : writers) {
        writer.get();
      }

      // The same one twice is allowed, a later one before an earlier one is not.
      Receiver.until(() -> state(clinic, subscription).delivered() == 30);
      Map<String, Integer> last = new HashMap<>();
      for (Receiver.Told told : receiver.told()) {
        JsonNode resource = Json.parse(told.body().getBytes(StandardCharsets.UTF_8));
        String id = resource.path("id").asText();
        int version = resource.at("/meta/versionId").asInt();
        int before = last.getOrDefault(id, 0);
        assertEquals("PUT", told.method());
        assertEquals("/hook/Patient/" + id, told.path());
        assertTrue(version == before || version == before + 1, id + " " + version);
        last.put(id, version);
      }
      assertEquals(Map.of("p0", 6, "p1", 6, "p2", 6, "p3", 6, "p4", 6), last);
    }
  }

  @Test
  void tellsOnlyThatSomethingChangedWithoutAPayload() {
    Caller clinic = clinic("empty");
    try (Receiver receiver = new Receiver()) {
      subscribe(clinic, "Patient?gender=male", receiver.url(), false);

      put(clinic, patient("a", "female"));
      put(clinic, patient("b", "male"));

      Receiver.Told told = receiver.await(1).getFirst();
      assertEquals("POST", told.method());
      assertEquals("/hook", told.path());
      assertEquals("Bearer secret", told.authorization());
      assertEquals("", told.body());
      assertEquals(1, receiver.told().size());
    }
  }

  @Test
  void triesAgainUntilTheEndpointTakesIt() {
    Caller clinic = clinic("again");
    try (Receiver receiver = new Receiver().first(503, 500)) {
      String id = subscribe(clinic, "Patient?", receiver.url(), true);

      put(clinic, patient("a", "female"));
      put(clinic, patient("b", "female"));

      List<String> told =
          receiver.await(4).stream().map(one -> one.method() + " " + one.path()).toList();
      assertEquals(
          List.of(
              "PUT 503 /hook/Patient/a",
              "PUT 500 /hook/Patient/a",
              "PUT /hook/Patient/a",
              "PUT /hook/Patient/b"),
          told);
      Receiver.until(() -> state(clinic, id).delivered() == 2);
      assertEquals(2, state(clinic, id).failures());
      assertEquals(0, state(clinic, id).waiting());
    }
  }

  @Test
  void givesUpAfterManyFailuresAndTellsWhatWasLeftOnRequest() {
    Caller clinic = clinic("dead");
    try (Receiver receiver = new Receiver().always(500)) {
      String id = subscribe(clinic, "Patient?", receiver.url(), true);
      put(clinic, patient("a", "female"));

      Receiver.until(() -> status(clinic, id).equals("error"));
      put(clinic, patient("b", "female"));

      Receiver.until(() -> state(clinic, id).waiting() == 1);
      assertEquals(4, receiver.told().size());
      assertEquals(1, state(clinic, id).dead());
      assertTrue(read(clinic, id).path("error").asText().contains("HTTP status 500"));

      receiver.always(200);
      transactions.call(clinic, () -> deliveries.revive(clinic.tenant(), id));
      ObjectNode again = read(clinic, id);
      put(clinic, again.put("status", "requested"));

      receiver.await(6);
      assertEquals("PUT", receiver.told().get(4).method());
      assertTrue(receiver.told().get(4).path().endsWith("/a"));
      assertTrue(receiver.told().get(5).path().endsWith("/b"));
      assertEquals("active", status(clinic, id));
      assertFalse(read(clinic, id).has("error"));
    }
  }

  @Test
  void tellsAgainWhatAProcessDidNotLiveToMark() throws Exception {
    Caller clinic = clinic("killed");
    try (Receiver receiver = new Receiver().always(500)) {
      String id = subscribe(clinic, "Patient?", receiver.url(), true);
      put(clinic, patient("a", "female"));
      Receiver.until(() -> status(clinic, id).equals("error"));
      transactions.call(clinic, () -> deliveries.revive(clinic.tenant(), id));
      receiver.always(200);
      int before = receiver.told().size();

      // Another process takes it, tells it, and dies before it can say so.
      put(clinic, read(clinic, id).put("status", "requested"));
      Taken taken = takeBeforeOthers(clinic, id, TimeOrderedId.next(), Duration.ofMillis(300));
      if (taken != null) {
        Subscription subscription =
            subscriptions.find(clinic.tenant(), id, taken.version()).orElseThrow();
        Delivery delivery =
            transactions
                .call(clinic, () -> deliveries.list(clinic.tenant(), id, false, 1))
                .getFirst();
        hook.tell(subscription.channel(), delivery, "{}".getBytes(StandardCharsets.UTF_8));
      }

      Receiver.until(() -> state(clinic, id).waiting() == 0 && state(clinic, id).delivered() == 1);
      assertEquals(before + (taken == null ? 1 : 2), receiver.told().size());
    }
  }

  @Test
  void keepsNobodyWaitingForASlowEndpoint() {
    Caller clinic = clinic("slow");
    try (Receiver slow = new Receiver().slow(4_500);
        Receiver quick = new Receiver()) {
      subscribe(clinic, "Patient?", slow.url(), true);
      subscribe(clinic, "Patient?", quick.url(), true);

      for (int i = 0; i < 5; i++) {
        put(clinic, patient("p" + i, "female"));
      }
      quick.await(5);

      assertEquals(List.of(), slow.told());
    }
  }

  @Test
  void tellsOfTheFirstChangeAfterTheSubscription() {
    int rounds = 40;
    Caller clinic = clinic("first");
    try (Receiver receiver = new Receiver()) {
      for (int i = 0; i < rounds; i++) {
        subscribe(clinic, "Patient?_id=p" + i, receiver.url(), true);
        put(clinic, patient("p" + i, "female"));
      }

      receiver.await(rounds);
    }
  }

  @Test
  void tellsWhatBecameDueWhileAnOlderVersionWasLookedAt() throws Exception {
    Caller clinic = clinic("looked");
    try (Receiver receiver = new Receiver()) {
      String id = subscribe(clinic, "Patient?", receiver.url(), true);
      UUID owner = TimeOrderedId.next();
      Taken old = null;
      while (old == null) {
        put(clinic, read(clinic, id).put("status", "requested"));
        old = takeBeforeOthers(clinic, id, owner, Duration.ofSeconds(30));
      }
      Taken taken = old;
      put(clinic, read(clinic, id).put("reason", "written meanwhile"));
      put(clinic, patient("a", "female"));
      Receiver.until(() -> state(clinic, id).waiting() == 1);

      transactions.call(
          clinic,
          () -> {
            table.release(taken, owner, taken.version(), false);
            return true;
          });

      assertEquals("/hook/Patient/a", receiver.await(1).getFirst().path());
    }
  }

  @Test
  void stopsWhenItIsOffOrOver() {
    Caller clinic = clinic("off");
    try (Receiver receiver = new Receiver();
        Receiver other = new Receiver()) {
      String id = subscribe(clinic, "Patient?", receiver.url(), true);
      subscribe(clinic, "Patient?", other.url(), true);
      put(clinic, patient("a", "female"));
      receiver.await(1);

      put(clinic, read(clinic, id).put("status", "off"));
      put(clinic, patient("a", "male"));
      other.await(2);
      assertEquals(1, receiver.told().size());
      assertEquals("off", status(clinic, id));

      ObjectNode ended = read(clinic, id).put("status", "requested");
      ended.put("end", Instant.now().minusSeconds(60).toString());
      assertThrows(InvalidInput.class, () -> put(clinic, ended));
    }
  }

  @Test
  void tellsNothingOfAnotherTenant() {
    Caller mine = clinic("mine");
    Caller theirs = clinic("theirs");
    try (Receiver receiver = new Receiver();
        Receiver other = new Receiver()) {
      subscribe(mine, "Patient?", receiver.url(), true);
      subscribe(theirs, "Patient?", other.url(), true);

      put(theirs, patient("x", "female"));
      put(mine, patient("y", "female"));

      other.await(1);
      receiver.await(1);
      assertEquals(List.of("/hook/Patient/y"), paths(receiver));
      assertEquals(List.of("/hook/Patient/x"), paths(other));
    }
  }

  @Test
  void tellsAPatientOfItsOwnCompartmentOnly() {
    Caller clinic = clinic("compartment");
    put(clinic, patient("ann", "female"));
    put(clinic, patient("bob", "male"));
    Caller ann = new Caller("compartment", "ann", Set.of("patient/*.cruds"), "ann", null);
    Caller bob = new Caller("compartment", "bob", Set.of("patient/*.cruds"), "bob", null);
    try (Receiver receiver = new Receiver();
        Receiver all = new Receiver()) {
      String id = subscribe(ann, "Observation?code=1-1", receiver.url(), true);
      subscribe(clinic, "Observation?code=1-1", all.url(), true);

      put(clinic, observation("o1", "bob"));
      put(clinic, observation("o2", "ann"));

      all.await(2);
      receiver.await(1);
      assertEquals(List.of("/hook/Observation/o2"), paths(receiver));
      assertEquals("active", status(ann, id));
      assertTrue(store.read(bob, "Subscription", id).await().indefinitely().isEmpty());
      ObjectNode stolen = read(clinic, id);
      assertThrows(Forbidden.class, () -> put(bob, stolen));
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
          () -> subscribe(clinic, criteria, "https://clinic.example/hook", true),
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
          InvalidInput.class, () -> subscribe(clinic, "Patient?", endpoint, true), endpoint);
    }
    assertThrows(
        Forbidden.class, () -> subscribe(reader, "Patient?", "https://clinic.example/hook", true));
  }

  private String subscribe(Caller caller, String criteria, String endpoint, boolean payload) {
    ObjectNode subscription =
        Json.object()
            .put("resourceType", "Subscription")
            .put("status", "requested")
            .put("reason", "test")
            .put("criteria", criteria);
    ObjectNode channel = subscription.putObject("channel");
    channel.put("type", "rest-hook").put("endpoint", endpoint);
    channel.putArray("header").add("Authorization: Bearer secret");
    if (payload) {
      channel.put("payload", "application/fhir+json");
    }
    return writes
        .create(caller, "Subscription", Json.print(subscription), "")
        .await()
        .indefinitely()
        .version()
        .id();
  }

  private void put(Caller caller, ObjectNode resource) {
    writes
        .update(
            caller,
            resource.path("resourceType").asText(),
            resource.path("id").asText(),
            Json.print(resource),
            0)
        .await()
        .indefinitely();
  }

  private ObjectNode read(Caller caller, String id) {
    return Json.parse(
        store.read(caller, "Subscription", id).await().indefinitely().orElseThrow().json());
  }

  private String status(Caller caller, String id) {
    return read(caller, id).path("status").asText();
  }

  private SubscriptionState state(Caller caller, String id) {
    return transactions.call(caller, () -> table.state(caller.tenant(), id).orElseThrow());
  }

  /** The subscription, unless this process' own loop was faster. */
  private @Nullable Taken takeBeforeOthers(Caller caller, String id, UUID owner, Duration lease)
      throws Exception {
    for (Taken taken : table.take(owner, lease, 100)) {
      if (taken.tenant().equals(caller.tenant()) && taken.id().equals(id)) {
        return taken;
      }
    }
    return null;
  }

  private static List<String> paths(Receiver receiver) {
    return receiver.told().stream().map(Receiver.Told::path).toList();
  }

  private static Caller clinic(String tenant) {
    return new Caller(tenant, "clinic", Set.of("system/*.cruds"), null, null);
  }

  private static ObjectNode patient(String id, String gender) {
    return Json.object().put("resourceType", "Patient").put("id", id).put("gender", gender);
  }

  private static ObjectNode observation(String id, String patient) {
    ObjectNode observation =
        Json.object().put("resourceType", "Observation").put("id", id).put("status", "final");
    observation.putObject("code").putArray("coding").addObject().put("code", "1-1");
    observation.putObject("subject").put("reference", "Patient/" + patient);
    return observation;
  }
}
