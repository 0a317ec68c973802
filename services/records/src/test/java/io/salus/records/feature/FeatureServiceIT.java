package io.salus.records.feature;

import static io.salus.records.feature.FeatureClient.features;
import static io.salus.records.feature.FeatureClient.history;
import static io.salus.records.feature.FeatureClient.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.proto.records.v1.CreateSnapshotRequest;
import io.salus.proto.records.v1.GetFeatureSetRequest;
import io.salus.proto.records.v1.GetOutcomeRequest;
import io.salus.proto.records.v1.GetSnapshotRequest;
import io.salus.proto.records.v1.ListFeatureSetsRequest;
import io.salus.proto.records.v1.OutcomeState;
import io.salus.service.security.Caller;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class FeatureServiceIT {
  private static final String SET = "emergency_visit";

  @Inject SnapshotJob job;

  @TestHTTPResource URI address;

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
  void aChangedDefinitionIsANewVersionAndTheOldOneStays() {
    var service = client.admin();
    var builtIn =
        service
            .getFeatureSet(GetFeatureSetRequest.newBuilder().setName(SET).build())
            .getFeatureSet();
    var changed = builtIn.getDefinitionJson().replace("\"at_least\": 18", "\"at_least\": 40");

    var same = client.put(builtIn.getDefinitionJson());
    var next = client.put(changed);
    var again = client.put(changed);

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
        client
            .as(TestTokens.admin("other-" + tenant))
            .getFeatureSet(GetFeatureSetRequest.newBuilder().setName(SET).build())
            .getFeatureSet()
            .getVersion());
  }

  @Test
  void saysWhatBecameOfAPatientByTheRuleOfTraining() {
    var ill = client.keep(history("EMER"));
    var well = client.keep(history("AMB"));
    var stranger = client.as(TestTokens.admin("other-" + tenant));

    assertEquals(
        OutcomeState.OUTCOME_STATE_CAME,
        client.admin().getOutcome(outcome(ill, "2026-01-01T00:00:00Z")).getState());
    assertEquals(
        OutcomeState.OUTCOME_STATE_DID_NOT_COME,
        client.admin().getOutcome(outcome(well, "2026-01-01T00:00:00Z")).getState());
    assertEquals(
        OutcomeState.OUTCOME_STATE_NOT_KNOWN,
        client.admin().getOutcome(outcome(ill, "2019-06-01T00:00:00Z")).getState());
    refused(Status.Code.NOT_FOUND, () -> stranger.getOutcome(outcome(ill, "2026-01-01T00:00:00Z")));
    assertEquals(
        "P3Y",
        client
            .admin()
            .getFeatureSet(GetFeatureSetRequest.newBuilder().setName(SET).setVersion(1).build())
            .getFeatureSet()
            .getLabelWithin());
  }

  /** Of what came after the first ambulatory encounter of {@link FeatureClient#history}. */
  private static GetOutcomeRequest outcome(String patient, String asOf) {
    return GetOutcomeRequest.newBuilder()
        .setName(SET)
        .setVersion(1)
        .setPatientId(patient)
        .setAfter(
            Timestamp.newBuilder()
                .setSeconds(Instant.parse("2018-01-01T00:00:00Z").getEpochSecond()))
        .setAsOf(Timestamp.newBuilder().setSeconds(Instant.parse(asOf).getEpochSecond()))
        .build();
  }

  @Test
  void refusesADefinitionWithTheReason() {
    var error =
        refused(
            Status.Code.INVALID_ARGUMENT,
            () -> client.put("{\"name\": \"a\", \"views\": {}, \"featrues\": []}"));
    assertTrue(
        String.valueOf(error.getStatus().getDescription()).contains("field"), error.getMessage());
  }

  @Test
  void nobodyElseSeesTheDataOfATenantOrAPatient() throws IOException {
    var own = client.keep(history("AMB"));
    var other = client.keep(history("AMB"));
    var snapshot =
        new ObjectMapper()
            .readTree(
                job.run(new SnapshotAttempt("records-" + UUID.randomUUID(), caller, SET, false)))
            .get("snapshot")
            .asText();
    var stranger = client.as(TestTokens.admin("other-" + tenant));
    var patient =
        client.as(
            TestTokens.patient(
                tenant, own, "patient/*.rs salus/features.read salus/features.write"));
    var limited = client.as(TestTokens.scoped(tenant, "salus/features.read"));
    var read = GetSnapshotRequest.newBuilder().setId(snapshot).build();
    var create = CreateSnapshotRequest.newBuilder().setName(SET).build();

    refused(Status.Code.NOT_FOUND, () -> stranger.getFeatures(features(SET, own, Instant.now())));
    refused(Status.Code.NOT_FOUND, () -> stranger.getSnapshot(read));
    refused(Status.Code.NOT_FOUND, () -> patient.getFeatures(features(SET, other, Instant.now())));
    refused(Status.Code.PERMISSION_DENIED, () -> patient.getSnapshot(read));
    refused(Status.Code.PERMISSION_DENIED, () -> patient.createSnapshot(create));
    refused(Status.Code.PERMISSION_DENIED, () -> limited.createSnapshot(create));
    assertEquals(24, patient.getFeatures(features(SET, own, Instant.now())).getValuesCount());
  }
}
