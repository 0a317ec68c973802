package io.salus.records.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.jerolba.carpet.CarpetReader;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.jobs.JobContext;
import io.salus.proto.records.v1.CreateSnapshotRequest;
import io.salus.proto.records.v1.FeatureServiceGrpc;
import io.salus.proto.records.v1.FeatureServiceGrpc.FeatureServiceBlockingStub;
import io.salus.proto.records.v1.FeatureValue;
import io.salus.proto.records.v1.GetFeatureSetRequest;
import io.salus.proto.records.v1.GetFeaturesRequest;
import io.salus.proto.records.v1.GetSnapshotRequest;
import io.salus.proto.records.v1.ListFeatureSetsRequest;
import io.salus.proto.records.v1.MutinyFhirServiceGrpc;
import io.salus.proto.records.v1.PutFeatureSetRequest;
import io.salus.proto.records.v1.ReadSnapshotRequest;
import io.salus.proto.records.v1.SubmitBundleRequest;
import io.salus.service.grpc.Bearer;
import io.salus.service.security.Caller;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
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
class FeatureServiceIT {
  private static final String SET = "emergency_visit";

  @Inject SnapshotJob job;

  @Inject
  @ConfigProperty(name = "salus.storage.directory")
  Path storage;

  @TestHTTPResource URI address;
  @TempDir Path directory;

  private final String tenant = "clinic-" + UUID.randomUUID();
  private final Caller caller =
      new Caller(tenant, "tester", Set.of("salus/*.*", "system/*.cruds"), null, null);
  private ManagedChannel channel;

  @BeforeEach
  void connect() {
    channel =
        ManagedChannelBuilder.forAddress(address.getHost(), address.getPort())
            .usePlaintext()
            .build();
  }

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void servingGivesTheRowThatTrainingWrote() throws IOException {
    var well = keep(history("AMB"));
    var ill = keep(history("EMER"));
    keep(patient -> List.of(Resources.patient(patient, "2015-01-01")));
    var service = service(TestTokens.admin(tenant));

    var snapshot = result(job.run(new Attempt("records-" + UUID.randomUUID(), false)));

    assertEquals(2, snapshot.get("rows").asInt());
    assertEquals(1, snapshot.get("positives").asInt());
    var rows = read(service, snapshot);
    assertEquals(Set.of(well, ill), rows.keySet());
    for (var patient : rows.keySet()) {
      var row = rows.getOrDefault(patient, Map.of());
      var asOf = Instant.parse(String.valueOf(row.get("index_date")));
      var served = service.getFeatures(features(patient, asOf));
      assertEquals(served.getFeaturesCount() + 3, row.size());
      for (int i = 0; i < served.getFeaturesCount(); i++) {
        var name = served.getFeatures(i).getName();
        assertEquals(row.get(name), value(served.getValues(i)), name);
      }
      assertEquals(patient.equals(ill), row.get("label"));
    }
  }

  @Test
  void aSecondAttemptFindsWhatTheFirstOneFinished() throws IOException {
    keep(history("EMER"));
    var id = "records-" + UUID.randomUUID();

    var first = job.run(new Attempt(id, false));
    keep(history("EMER"));

    assertEquals(first, job.run(new Attempt(id, false)));
  }

  @Test
  void aCancelledSnapshotLeavesNothing() throws IOException {
    keep(history("EMER"));
    var id = UUID.randomUUID();

    assertThrows(CancellationException.class, () -> job.run(new Attempt("records-" + id, true)));

    assertFalse(Files.exists(storage.resolve("snapshots/" + id + ".parquet")));
    try (var drafts = Files.list(storage.resolve("drafts"))) {
      assertEquals(0, drafts.count());
    }
    refused(
        Status.Code.NOT_FOUND,
        () ->
            service(TestTokens.admin(tenant))
                .getSnapshot(GetSnapshotRequest.newBuilder().setId(id.toString()).build()));
  }

  @Test
  void aChangedDefinitionIsANewVersionAndTheOldOneStays() {
    var service = service(TestTokens.admin(tenant));
    var builtIn =
        service
            .getFeatureSet(GetFeatureSetRequest.newBuilder().setName(SET).build())
            .getFeatureSet();
    var changed = builtIn.getDefinitionJson().replace("\"at_least\": 18", "\"at_least\": 40");

    var same = put(service, builtIn.getDefinitionJson());
    var next = put(service, changed);
    var again = put(service, changed);

    assertEquals(1, same.getVersion());
    assertEquals(2, next.getVersion());
    assertEquals(next, again);
    assertNotEquals(builtIn.getSha256(), next.getSha256());
    assertEquals(
        builtIn,
        service
            .getFeatureSet(GetFeatureSetRequest.newBuilder().setName(SET).setVersion(1).build())
            .getFeatureSet());
    assertEquals(
        List.of(2),
        service
            .listFeatureSets(ListFeatureSetsRequest.getDefaultInstance())
            .getFeatureSetsList()
            .stream()
            .map(set -> set.getVersion())
            .toList());
    assertEquals(
        1,
        service(TestTokens.admin("other-" + tenant))
            .getFeatureSet(GetFeatureSetRequest.newBuilder().setName(SET).build())
            .getFeatureSet()
            .getVersion());
  }

  @Test
  void refusesADefinitionWithTheReason() {
    var error =
        refused(
            Status.Code.INVALID_ARGUMENT,
            () ->
                put(
                    service(TestTokens.admin(tenant)),
                    "{\"name\": \"a\", \"views\": {}, \"featrues\": []}"));
    assertTrue(
        String.valueOf(error.getStatus().getDescription()).contains("field"), error.getMessage());
  }

  @Test
  void nobodyElseSeesTheDataOfATenantOrAPatient() throws IOException {
    var own = keep(history("AMB"));
    var other = keep(history("AMB"));
    var snapshot =
        result(job.run(new Attempt("records-" + UUID.randomUUID(), false)))
            .get("snapshot")
            .asText();
    var stranger = service(TestTokens.admin("other-" + tenant));
    var patient =
        service(
            TestTokens.patient(
                tenant, own, "patient/*.rs salus/features.read salus/features.write"));
    var limited = service(TestTokens.scoped(tenant, "salus/features.read"));
    var read = GetSnapshotRequest.newBuilder().setId(snapshot).build();
    var create = CreateSnapshotRequest.newBuilder().setName(SET).build();

    refused(Status.Code.NOT_FOUND, () -> stranger.getFeatures(features(own, Instant.now())));
    refused(Status.Code.NOT_FOUND, () -> stranger.getSnapshot(read));
    refused(Status.Code.NOT_FOUND, () -> patient.getFeatures(features(other, Instant.now())));
    refused(Status.Code.PERMISSION_DENIED, () -> patient.getSnapshot(read));
    refused(Status.Code.PERMISSION_DENIED, () -> patient.createSnapshot(create));
    refused(Status.Code.PERMISSION_DENIED, () -> limited.createSnapshot(create));
    assertEquals(24, patient.getFeatures(features(own, Instant.now())).getValuesCount());
  }

  @Test
  void aSnapshotIsMadeByAJob() {
    var service = service(TestTokens.admin(tenant));

    var id =
        service.createSnapshot(CreateSnapshotRequest.newBuilder().setName(SET).build()).getJobId();

    assertTrue(id.startsWith("records-"), id);
    refused(
        Status.Code.NOT_FOUND,
        () ->
            service.createSnapshot(CreateSnapshotRequest.newBuilder().setName("nothing").build()));
  }

  private static Function<String, List<JsonNode>> history(String later) {
    return patient ->
        List.of(
            Resources.patient(patient, "1960-01-01"),
            Resources.encounter(patient, "AMB", "2018-01-01T00:00:00Z"),
            Resources.weight(patient, "2017-05-01T08:00:00Z", 81.5),
            Resources.smoking(patient, "2017-05-01T08:00:00Z", "266919005"),
            Resources.encounter(patient, later, "2019-01-01T00:00:00Z"),
            Resources.encounter(patient, "AMB", "2021-06-01T00:00:00Z"));
  }

  /** Sends the history of a new patient as a front end would, and answers the patient's id. */
  private String keep(Function<String, List<JsonNode>> history) {
    var patient = UUID.randomUUID().toString();
    var bundle =
        new ObjectMapper()
            .createObjectNode()
            .put("resourceType", "Bundle")
            .put("type", "transaction");
    var entries = bundle.putArray("entry");
    for (var resource : history.apply(patient)) {
      var type = resource.get("resourceType").asText();
      var entry = entries.addObject();
      entry.set("resource", resource);
      entry
          .putObject("request")
          .put("method", "PUT")
          .put("url", type + "/" + resource.get("id").asText());
    }
    MutinyFhirServiceGrpc.newMutinyStub(channel)
        .withCallCredentials(new Bearer(TestTokens.admin(tenant)))
        .submitBundle(
            Multi.createFrom()
                .item(
                    SubmitBundleRequest.newBuilder()
                        .setChunk(ByteString.copyFromUtf8(bundle.toString()))
                        .build()))
        .await()
        .indefinitely();
    return patient;
  }

  private Map<String, Map<String, @Nullable Object>> read(
      FeatureServiceBlockingStub service, JsonNode snapshot) throws IOException {
    var file = directory.resolve("snapshot.parquet");
    try (var out = Files.newOutputStream(file)) {
      var chunks =
          service.readSnapshot(
              ReadSnapshotRequest.newBuilder().setId(snapshot.get("snapshot").asText()).build());
      while (chunks.hasNext()) {
        chunks.next().getChunk().writeTo(out);
      }
    }
    assertEquals(snapshot.get("sha256").asText(), sha256(file));
    return rows(file);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Carpet reads rows without a class as raw maps.
  private static Map<String, Map<String, @Nullable Object>> rows(Path file) throws IOException {
    List<Map<String, @Nullable Object>> rows =
        (List) new CarpetReader<Map>(file.toFile(), Map.class).toList();
    var byPatient = new java.util.HashMap<String, Map<String, @Nullable Object>>();
    rows.forEach(row -> byPatient.put(String.valueOf(row.get("patient")), row));
    return byPatient;
  }

  private static String sha256(Path file) throws IOException {
    try {
      var digest =
          java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static @Nullable Object value(FeatureValue value) {
    return switch (value.getValueCase()) {
      case NUMBER -> value.getNumber();
      case BOOLEAN -> value.getBoolean();
      case CATEGORY -> value.getCategory();
      case VALUE_NOT_SET -> null;
    };
  }

  private static GetFeaturesRequest features(String patient, Instant asOf) {
    return GetFeaturesRequest.newBuilder()
        .setName(SET)
        .setPatientId(patient)
        .setAsOf(Timestamp.newBuilder().setSeconds(asOf.getEpochSecond()).setNanos(asOf.getNano()))
        .build();
  }

  private static io.salus.proto.records.v1.FeatureSet put(
      FeatureServiceBlockingStub service, String definition) {
    return service
        .putFeatureSet(PutFeatureSetRequest.newBuilder().setDefinitionJson(definition).build())
        .getFeatureSet();
  }

  private FeatureServiceBlockingStub service(String token) {
    return FeatureServiceGrpc.newBlockingStub(channel).withCallCredentials(new Bearer(token));
  }

  private static StatusRuntimeException refused(
      Status.Code code, org.junit.jupiter.api.function.Executable call) {
    var error = assertThrows(StatusRuntimeException.class, call);
    assertEquals(code, error.getStatus().getCode(), error.getMessage());
    return error;
  }

  private static JsonNode result(String json) throws IOException {
    return new ObjectMapper().readTree(json);
  }

  /** An attempt at a snapshot job, which may be told to stop. */
  private final class Attempt implements JobContext {
    private final String id;
    private final boolean cancelled;

    Attempt(String id, boolean cancelled) {
      this.id = id;
      this.cancelled = cancelled;
    }

    @Override
    public String jobId() {
      return id;
    }

    @Override
    public Caller caller() {
      return caller;
    }

    @Override
    public JsonNode params() {
      return new ObjectMapper().createObjectNode().put("name", SET).put("version", 1);
    }

    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public void progress(double share, String message) {
      if (cancelled) {
        throw new CancellationException();
      }
    }

    @Override
    public Optional<byte[]> checkpoint() {
      return Optional.empty();
    }

    @Override
    public void checkpoint(byte[] state) {
      throw new AssertionError("a snapshot keeps no checkpoint");
    }

    @Override
    public String bearerToken() {
      throw new AssertionError("a snapshot calls nobody");
    }
  }
}
