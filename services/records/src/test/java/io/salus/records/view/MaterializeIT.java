package io.salus.records.view;

import static io.salus.records.view.ViewClient.PATIENTS;
import static io.salus.records.view.ViewClient.json;
import static io.salus.records.view.ViewClient.patient;
import static io.salus.records.view.ViewClient.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.records.operation.Method;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.Operations;
import io.salus.records.store.Json;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.tenant.TenantTransactions;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class MaterializeIT {
  @Inject Operations operations;
  @Inject ResourceWrites writes;
  @Inject MaterializeJob job;
  @Inject KeptViewTable table;
  @Inject TenantTransactions transactions;

  private final String tenant = "kept-" + UUID.randomUUID();
  private ViewClient client;

  @BeforeEach
  void connect() {
    client = new ViewClient(operations, writes, ViewClient.admin(tenant));
    client.put(PATIENTS);
    for (int i = 0; i < 20; i++) {
      client.put(patient("p" + i, "female"));
    }
  }

  @Test
  void answersFromRowsThatAreKeptAndSaysSo() throws InterruptedException {
    assertFalse(isKept(run()));

    build();

    assertTrue(isKeptSoon());
    assertSameAsAFreshRun();
    var limited = client.call("run", "patients", Method.GET, "_limit=3&_format=csv", "", "");
    assertEquals(4, text(limited).lines().count());
    assertEquals("completed", status().at("/parameter/0/valueCode").asText());
  }

  @Test
  void staysEqualToAFreshRunWhateverIsWritten() throws InterruptedException {
    build();
    var random = new Random(7);
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 12; i++) {
        var id = "p" + random.nextInt(30);
        switch (random.nextInt(3)) {
          case 0 -> client.delete("Patient", id);
          case 1 -> client.put(patient(id, "male"));
          default -> client.put("{\"resourceType\":\"Patient\",\"id\":\"%s\"}".formatted(id));
        }
      }
      assertTrue(isKeptSoon());
      assertSameAsAFreshRun();
    }
  }

  @Test
  void takesUpAfterACrashInTheMiddle() throws InterruptedException {
    var params = begin();
    assertThrows(
        CancellationException.class,
        () -> job.run(new TestJob("records-1", client.caller(), params, n -> n == 1, null)));
    client.put(patient("p3", "male"));
    client.delete("Patient", "p4");
    assertFalse(isKept(run()), "half the rows answer nobody");

    job.run(new TestJob("records-1", client.caller(), params, n -> false, null));

    assertTrue(isKeptSoon());
    assertSameAsAFreshRun();
  }

  @Test
  void goesOnAnsweringWhileItIsMadeAnew() throws InterruptedException {
    build();
    var params = begin();
    client.put(patient("new", "other"));

    assertTrue(isKeptSoon());
    assertSameAsAFreshRun();
    job.run(new TestJob("records-2", client.caller(), params, n -> false, null));
    assertTrue(isKeptSoon());
    assertSameAsAFreshRun();
  }

  @Test
  void isDroppedWithItsDefinition() throws InterruptedException {
    build();
    client.put(PATIENTS.replace("\"gender\",\"path\":\"gender\"", "\"sex\",\"path\":\"gender\""));

    var changed = run();

    assertFalse(isKept(changed));
    assertTrue(text(changed).contains("\"sex\":\"female\""));
    assertTrue(soon(this::isGone));
    build();
    assertTrue(isKeptSoon());
    client.delete("ViewDefinition", "patients");
    assertThrows(NotFound.class, this::run);
  }

  @Test
  void isDroppedOnRequest() throws InterruptedException {
    build();

    client.call("materialize", "patients", Method.DELETE, "", "", "");

    assertFalse(isKept(run()));
    assertThrows(NotFound.class, this::status);
  }

  @Test
  void isOfOneTenantAndNotOfPatients() throws InterruptedException {
    build();
    var stranger = client.as(ViewClient.admin("other-" + tenant));
    stranger.put(PATIENTS);
    var patient = client.as(ViewClient.caller(tenant, "patient/*.cruds", "p1"));

    assertEquals("", stranger.run("patients", ""));
    assertEquals(List.of("p1"), ViewClient.ids(patient.run("patients", "")));
    assertEquals(List.of("p2"), ViewClient.ids(client.run("patients", "patient=p2")));
    assertThrows(
        Forbidden.class, () -> patient.call("materialize", "patients", Method.POST, "", "", ""));
  }

  private OperationAnswer run() {
    return client.call("viewdefinition-run", "patients", Method.GET, "", "", "");
  }

  /** Not while somebody else's write is under way, or another thread lets the view catch up. */
  private boolean isKeptSoon() {
    return soon(() -> isKept(run()));
  }

  /** A run lets the view read the log, unless an older write or another reader is in its way. */
  private boolean isGone() {
    run();
    return transactions.call(tenant, () -> table.find("patients")).isEmpty();
  }

  private static boolean soon(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
    }
    return true;
  }

  private static boolean isKept(OperationAnswer answer) {
    return "materialized".equals(answer.headers().get("Salus-View-Source"));
  }

  private void assertSameAsAFreshRun() {
    var fresh =
        client.call("viewdefinition-run", "", Method.POST, "", ViewClient.with(PATIENTS, ""), "");
    assertEquals(sorted(text(fresh)), sorted(text(run())));
  }

  private static String sorted(String lines) {
    return lines.lines().sorted().collect(Collectors.joining("\n"));
  }

  private JsonNode status() {
    return json(client.call("materialize", "patients", Method.GET, "", "", ""));
  }

  /** As the request does; the job is run by the test. */
  private JsonNode begin() {
    assertEquals(202, client.call("materialize", "patients", Method.POST, "", "", "").status());
    var view = transactions.call(tenant, () -> table.find("patients")).orElseThrow();
    return Json.object().put("view", "patients").put("generation", view.building());
  }

  private void build() throws InterruptedException {
    job.run(new TestJob("records-0", client.caller(), begin(), n -> false, null));
  }
}
