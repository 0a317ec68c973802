package io.salus.records.feature;

import static io.salus.records.feature.FeatureClient.features;
import static io.salus.records.feature.FeatureClient.history;
import static io.salus.records.feature.FeatureClient.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jerolba.carpet.CarpetReader;
import io.grpc.Status;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.proto.records.v1.CreateSnapshotRequest;
import io.salus.proto.records.v1.FeatureValue;
import io.salus.proto.records.v1.GetSnapshotRequest;
import io.salus.proto.records.v1.ReadSnapshotRequest;
import io.salus.proto.records.v1.ReadSnapshotResponse;
import io.salus.service.grpc.FileReceiver;
import io.salus.service.security.Caller;
import io.salus.service.storage.ObjectStore;
import io.salus.service.tenant.TenantTransactions;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class SnapshotIT {
  private static final String SET = "emergency_visit";

  @Inject SnapshotJob job;
  @Inject FeatureSets sets;
  @Inject SnapshotTable table;
  @Inject TenantTransactions transactions;
  @Inject ObjectStore files;

  @Inject
  @ConfigProperty(name = "salus.storage.directory")
  Path storage;

  @TestHTTPResource URI address;
  @TempDir Path directory;

  private final String tenant = "clinic-" + UUID.randomUUID();
  private final Caller caller =
      new Caller(tenant, "tester", Set.of("salus/*.*", "system/*.cruds"), null, null);
  private FeatureClient client;

  @BeforeEach
  void connect() {
    client = new FeatureClient(tenant, address);
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void servingGivesTheRowThatTrainingWrote() throws IOException {
    var well = client.keep(history("AMB"));
    var ill = client.keep(history("EMER"));
    client.keep(patient -> List.of(Resources.patient(patient, "2015-01-01")));

    var snapshot = make(SET);

    assertEquals(2, snapshot.get("rows").asInt());
    assertEquals(1, snapshot.get("positives").asInt());
    var rows = read(snapshot);
    assertEquals(Set.of(well, ill), rows.keySet());
    for (var patient : rows.keySet()) {
      assertServed(SET, patient, rows.getOrDefault(patient, Map.of()));
      assertEquals(patient.equals(ill), rows.getOrDefault(patient, Map.of()).get("label"));
    }
  }

  @Test
  void servingGivesTheSameForEveryAggregateUnitAndJoin() throws IOException {
    client.put(Resources.DEFINITION);
    var random = new Random(11);
    for (int i = 0; i < 6; i++) {
      client.keep(patient -> weighings(random, patient));
    }

    var snapshot = make("everything");

    var rows = read(snapshot);
    assertEquals(6, rows.size());
    rows.forEach((patient, row) -> assertServed("everything", patient, row));
    var told = client.admin().getSnapshot(id(snapshot)).getQualityList();
    assertEquals(15, told.size());
    for (var figures : told) {
      var values = rows.values().stream().map(row -> row.get(figures.getFeature())).toList();
      assertEquals(values.stream().filter(Objects::isNull).count(), figures.getMissing());
      var numbers =
          values.stream()
              .filter(Double.class::isInstance)
              .mapToDouble(value -> (Double) value)
              .summaryStatistics();
      assertEquals(numbers.getCount() > 0, figures.hasLeast(), figures.getFeature());
      if (figures.hasLeast()) {
        assertEquals(numbers.getMin(), figures.getLeast(), figures.getFeature());
        assertEquals(numbers.getMax(), figures.getGreatest(), figures.getFeature());
      }
    }
    var mean = told.stream().filter(one -> one.getFeature().equals("mean")).findFirst();
    assertTrue(mean.orElseThrow().getUnconvertible() > 0, "litres are no kilograms");
  }

  @Test
  void hasOneRecordInMemoryAtATime() throws IOException {
    client.put(Resources.DEFINITION);
    var many = new ManyPatients(Integer.getInteger("salus.snapshot.patients", 3_000));
    var large = new SnapshotJob(sets, many, table, transactions, files, new ObjectMapper());

    var made =
        new ObjectMapper()
            .readTree(
                large.run(
                    new SnapshotAttempt(
                        "records-" + UUID.randomUUID(), caller, "everything", false)));

    assertEquals(many.count(), made.get("rows").asInt());
    assertTrue(many.mostAlive() <= 2, many.mostAlive() + " records were held");
    assertTrue(many.growth() < 48L << 20, many.growth() + " bytes were held");
  }

  @Test
  void aSecondAttemptFindsWhatTheFirstOneFinished() throws IOException {
    client.keep(history("EMER"));
    var id = "records-" + UUID.randomUUID();

    var first = job.run(new SnapshotAttempt(id, caller, SET, false));
    client.keep(history("EMER"));

    assertEquals(first, job.run(new SnapshotAttempt(id, caller, SET, false)));
  }

  @Test
  void aCancelledSnapshotLeavesNothing() throws IOException {
    client.keep(history("EMER"));
    var id = UUID.randomUUID();

    assertThrows(
        CancellationException.class,
        () -> job.run(new SnapshotAttempt("records-" + id, caller, SET, true)));

    assertFalse(Files.exists(storage.resolve("snapshots/" + id + ".parquet")));
    try (var drafts = Files.list(storage.resolve("drafts"))) {
      assertEquals(0, drafts.count());
    }
    refused(
        Status.Code.NOT_FOUND,
        () ->
            client
                .admin()
                .getSnapshot(GetSnapshotRequest.newBuilder().setId(id.toString()).build()));
  }

  @Test
  void aSnapshotIsMadeByAJob() {
    var service = client.admin();

    var id =
        service.createSnapshot(CreateSnapshotRequest.newBuilder().setName(SET).build()).getJobId();

    assertTrue(id.startsWith("records-"), id);
    refused(
        Status.Code.NOT_FOUND,
        () ->
            service.createSnapshot(CreateSnapshotRequest.newBuilder().setName("nothing").build()));
  }

  private JsonNode make(String set) throws IOException {
    return new ObjectMapper()
        .readTree(job.run(new SnapshotAttempt("records-" + UUID.randomUUID(), caller, set, false)));
  }

  /** Two visits and some weights of them, in units that fit and that do not. */
  private static List<JsonNode> weighings(Random random, String patient) {
    var all = new ArrayList<JsonNode>();
    all.add(Resources.patient(patient, "1960-01-01"));
    var first = Resources.encounter(patient, "EMER", "2019-01-01T00:00:00Z");
    all.add(first);
    all.add(Resources.encounter(patient, "AMB", "2021-06-01T00:00:00Z"));
    var units = List.of("kg", "g", "[lb_av]", "L");
    for (int i = 0; i < 12; i++) {
      var day = "%d-%02d-01T08:00:00Z".formatted(2017 + random.nextInt(4), 1 + random.nextInt(12));
      var weight = (ObjectNode) Resources.weight(patient, day, 50 + random.nextInt(50));
      ((ObjectNode) weight.get("valueQuantity"))
          .put("system", "http://unitsofmeasure.org")
          .put("code", units.get(random.nextInt(4)));
      if (random.nextBoolean()) {
        weight.putObject("encounter").put("reference", "Encounter/" + first.get("id").asText());
      }
      all.add(weight);
    }
    return all;
  }

  private void assertServed(String set, String patient, Map<String, @Nullable Object> row) {
    var asOf = Instant.parse(String.valueOf(row.get("index_date")));
    var served = client.admin().getFeatures(features(set, patient, asOf));
    assertEquals(served.getFeaturesCount() + 3, row.size());
    for (int i = 0; i < served.getFeaturesCount(); i++) {
      var name = served.getFeatures(i).getName();
      assertEquals(row.get(name), value(served.getValues(i)), name);
    }
  }

  private Map<String, Map<String, @Nullable Object>> read(JsonNode snapshot) throws IOException {
    var file = directory.resolve("snapshot.parquet");
    var id = snapshot.get("snapshot").asText();
    FileReceiver.receive(
        client.admin().readSnapshot(ReadSnapshotRequest.newBuilder().setId(id).build()),
        ReadSnapshotResponse::getChunk,
        file,
        snapshot.get("sha256").asText());
    return rows(file);
  }

  private static GetSnapshotRequest id(JsonNode snapshot) {
    return GetSnapshotRequest.newBuilder().setId(snapshot.get("snapshot").asText()).build();
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Carpet reads rows without a class as raw maps.
  private static Map<String, Map<String, @Nullable Object>> rows(Path file) throws IOException {
    List<Map<String, @Nullable Object>> rows =
        (List) new CarpetReader<Map>(file.toFile(), Map.class).toList();
    var byPatient = new HashMap<String, Map<String, @Nullable Object>>();
    rows.forEach(row -> byPatient.put(String.valueOf(row.get("patient")), row));
    return byPatient;
  }

  private static @Nullable Object value(FeatureValue value) {
    return switch (value.getValueCase()) {
      case NUMBER -> value.getNumber();
      case BOOLEAN -> value.getBoolean();
      case CATEGORY -> value.getCategory();
      case VALUE_NOT_SET -> null;
    };
  }
}
