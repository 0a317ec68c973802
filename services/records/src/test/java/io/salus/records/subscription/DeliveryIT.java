package io.salus.records.subscription;

import static io.salus.records.subscription.Writer.clinic;
import static io.salus.records.subscription.Writer.patient;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.records.store.Json;
import io.salus.records.subscription.SubscriptionTable.Taken;
import io.salus.service.id.TimeOrderedId;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
class DeliveryIT {
  @Inject Writer writer;
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
      String subscription = writer.subscribe(clinic, "Patient?gender=female", receiver.url(), true);

      List<Future<?>> writers = new ArrayList<>();
      for (int w = 0; w < 6; w++) {
        for (int p = 0; p < 5; p++) {
          String id = "p" + p;
          writers.add(threads.submit(() -> writer.put(clinic, patient(id, "female"))));
        }
      }
      for (Future<?> one : writers) {
        one.get();
      }

      // The same one twice is allowed, a later one before an earlier one is not.
      Receiver.until(() -> writer.state(clinic, subscription).delivered() == 30);
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
  void triesAgainUntilTheEndpointTakesIt() {
    Caller clinic = clinic("again");
    try (Receiver receiver = new Receiver().first(503, 500)) {
      String id = writer.subscribe(clinic, "Patient?", receiver.url(), true);

      writer.put(clinic, patient("a", "female"));
      writer.put(clinic, patient("b", "female"));

      List<String> told =
          receiver.await(4).stream().map(one -> one.method() + " " + one.path()).toList();
      assertEquals(
          List.of(
              "PUT 503 /hook/Patient/a",
              "PUT 500 /hook/Patient/a",
              "PUT /hook/Patient/a",
              "PUT /hook/Patient/b"),
          told);
      Receiver.until(() -> writer.state(clinic, id).delivered() == 2);
      assertEquals(2, writer.state(clinic, id).failures());
      assertEquals(0, writer.state(clinic, id).waiting());
    }
  }

  @Test
  void givesUpAfterManyFailuresAndTellsWhatWasLeftOnRequest() {
    Caller clinic = clinic("dead");
    try (Receiver receiver = new Receiver().always(500)) {
      String id = writer.subscribe(clinic, "Patient?", receiver.url(), true);
      writer.put(clinic, patient("a", "female"));

      Receiver.until(() -> writer.status(clinic, id).equals("error"));
      writer.put(clinic, patient("b", "female"));

      Receiver.until(() -> writer.state(clinic, id).waiting() == 1);
      assertEquals(4, receiver.told().size());
      assertEquals(1, writer.state(clinic, id).dead());
      assertTrue(writer.read(clinic, id).path("error").asText().contains("HTTP status 500"));

      receiver.always(200);
      transactions.call(clinic, () -> deliveries.revive(clinic.tenant(), id));
      ObjectNode again = writer.read(clinic, id);
      writer.put(clinic, again.put("status", "requested"));

      receiver.await(6);
      assertEquals("PUT", receiver.told().get(4).method());
      assertTrue(receiver.told().get(4).path().endsWith("/a"));
      assertTrue(receiver.told().get(5).path().endsWith("/b"));
      assertEquals("active", writer.status(clinic, id));
      assertFalse(writer.read(clinic, id).has("error"));
    }
  }

  @Test
  void tellsAgainWhatAProcessDidNotLiveToMark() throws Exception {
    Caller clinic = clinic("killed");
    try (Receiver receiver = new Receiver().always(500)) {
      String id = writer.subscribe(clinic, "Patient?", receiver.url(), true);
      writer.put(clinic, patient("a", "female"));
      Receiver.until(() -> writer.status(clinic, id).equals("error"));
      transactions.call(clinic, () -> deliveries.revive(clinic.tenant(), id));
      receiver.always(200);
      int before = receiver.told().size();

      // Another process takes it, tells it, and dies before it can say so.
      writer.put(clinic, writer.read(clinic, id).put("status", "requested"));
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

      Receiver.until(
          () ->
              writer.state(clinic, id).waiting() == 0 && writer.state(clinic, id).delivered() == 1);
      assertEquals(before + (taken == null ? 1 : 2), receiver.told().size());
    }
  }

  @Test
  void keepsNobodyWaitingForASlowEndpoint() {
    Caller clinic = clinic("slow");
    try (Receiver slow = new Receiver().slow(4_500);
        Receiver quick = new Receiver()) {
      writer.subscribe(clinic, "Patient?", slow.url(), true);
      writer.subscribe(clinic, "Patient?", quick.url(), true);

      for (int i = 0; i < 5; i++) {
        writer.put(clinic, patient("p" + i, "female"));
      }
      quick.await(5);

      assertEquals(List.of(), slow.told());
    }
  }

  @Test
  void tellsWhatBecameDueWhileAnOlderVersionWasLookedAt() throws Exception {
    Caller clinic = clinic("looked");
    try (Receiver receiver = new Receiver()) {
      String id = writer.subscribe(clinic, "Patient?", receiver.url(), true);
      UUID owner = TimeOrderedId.next();
      Taken old = null;
      while (old == null) {
        writer.put(clinic, writer.read(clinic, id).put("status", "requested"));
        old = takeBeforeOthers(clinic, id, owner, Duration.ofSeconds(30));
      }
      Taken taken = old;
      writer.put(clinic, writer.read(clinic, id).put("reason", "written meanwhile"));
      writer.put(clinic, patient("a", "female"));
      Receiver.until(() -> writer.state(clinic, id).waiting() == 1);

      transactions.call(
          clinic,
          () -> {
            table.release(taken, owner, taken.version(), false);
            return true;
          });

      assertEquals("/hook/Patient/a", receiver.await(1).getFirst().path());
    }
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
}
