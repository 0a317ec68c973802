package io.salus.records.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.salus.proto.records.v1.FeatureServiceGrpc;
import io.salus.proto.records.v1.FeatureServiceGrpc.FeatureServiceBlockingStub;
import io.salus.proto.records.v1.FeatureSet;
import io.salus.proto.records.v1.GetFeaturesRequest;
import io.salus.proto.records.v1.MutinyFhirServiceGrpc;
import io.salus.proto.records.v1.PutFeatureSetRequest;
import io.salus.proto.records.v1.SubmitBundleRequest;
import io.salus.service.grpc.Bearer;
import io.salus.testkit.TestTokens;
import io.smallrye.mutiny.Multi;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.function.Executable;

/** Writes records and asks for features as other services do, for one tenant. */
final class FeatureClient implements AutoCloseable {
  private final String tenant;
  private final ManagedChannel channel;

  FeatureClient(String tenant, URI address) {
    this.tenant = tenant;
    this.channel =
        ManagedChannelBuilder.forAddress(address.getHost(), address.getPort())
            .usePlaintext()
            .build();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  FeatureServiceBlockingStub admin() {
    return as(TestTokens.admin(tenant));
  }

  FeatureServiceBlockingStub as(String token) {
    return FeatureServiceGrpc.newBlockingStub(channel).withCallCredentials(new Bearer(token));
  }

  /** Sends the history of a new patient as a front end would, and answers the patient's id. */
  String keep(Function<String, List<JsonNode>> history) {
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

  FeatureSet put(String definition) {
    return admin()
        .putFeatureSet(PutFeatureSetRequest.newBuilder().setDefinitionJson(definition).build())
        .getFeatureSet();
  }

  /** An adult whose last encounter but one is of a kind. */
  static Function<String, List<JsonNode>> history(String later) {
    return patient ->
        List.of(
            Resources.patient(patient, "1960-01-01"),
            Resources.encounter(patient, "AMB", "2018-01-01T00:00:00Z"),
            Resources.weight(patient, "2017-05-01T08:00:00Z", 81.5),
            Resources.smoking(patient, "2017-05-01T08:00:00Z", "266919005"),
            Resources.encounter(patient, later, "2019-01-01T00:00:00Z"),
            Resources.encounter(patient, "AMB", "2021-06-01T00:00:00Z"));
  }

  static GetFeaturesRequest features(String set, String patient, Instant asOf) {
    return GetFeaturesRequest.newBuilder()
        .setName(set)
        .setPatientId(patient)
        .setAsOf(Timestamp.newBuilder().setSeconds(asOf.getEpochSecond()).setNanos(asOf.getNano()))
        .build();
  }

  static StatusRuntimeException refused(Status.Code code, Executable call) {
    var error = assertThrows(StatusRuntimeException.class, call);
    assertEquals(code, error.getStatus().getCode(), error.getMessage());
    return error;
  }
}
