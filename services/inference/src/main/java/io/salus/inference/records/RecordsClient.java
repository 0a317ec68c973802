package io.salus.inference.records;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.salus.inference.artefact.InputDescription;
import io.salus.proto.records.v1.CreateRequest;
import io.salus.proto.records.v1.CreateResponse;
import io.salus.proto.records.v1.Feature;
import io.salus.proto.records.v1.FeatureServiceGrpc;
import io.salus.proto.records.v1.FeatureSet;
import io.salus.proto.records.v1.FeatureValue;
import io.salus.proto.records.v1.FhirServiceGrpc;
import io.salus.proto.records.v1.GetFeatureSetRequest;
import io.salus.proto.records.v1.GetFeaturesRequest;
import io.salus.proto.records.v1.GetFeaturesResponse;
import io.salus.proto.records.v1.GetOutcomeRequest;
import io.salus.proto.records.v1.GetOutcomeResponse;
import io.salus.proto.records.v1.GetSnapshotRequest;
import io.salus.proto.records.v1.GetSnapshotResponse;
import io.salus.proto.records.v1.ReadSnapshotRequest;
import io.salus.proto.records.v1.ReadSnapshotResponse;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.grpc.Bearer;
import io.salus.service.grpc.FileReceiver;
import io.salus.service.grpc.GrpcChannels;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls to the records service, each with the bearer token of the one for whom it is made. */
@ApplicationScoped
public class RecordsClient {
  /** A snapshot is at most some hundred megabytes; this bounds a stalled transfer. */
  private static final long READ_MINUTES = 10;

  private final FeatureServiceGrpc.FeatureServiceBlockingStub features;
  private final FhirServiceGrpc.FhirServiceBlockingStub fhir;

  RecordsClient(GrpcChannels channels) {
    Channel channel =
        channels.to(
            "records",
            FeatureServiceGrpc.getServiceDescriptor(),
            FhirServiceGrpc.getServiceDescriptor());
    this.features = FeatureServiceGrpc.newBlockingStub(channel);
    this.fhir = FhirServiceGrpc.newBlockingStub(channel);
  }

  /** What is known of a snapshot. NotFound when there is none. */
  public Snapshot snapshot(String token, String id) {
    GetSnapshotResponse found =
        call(
            () ->
                features
                    .withCallCredentials(new Bearer(token))
                    .getSnapshot(GetSnapshotRequest.newBuilder().setId(id).build()));
    FeatureSet set = found.getFeatureSet();
    return new Snapshot(
        found.getId(),
        found.getSha256(),
        new FeatureSetInfo(
            set.getName(),
            set.getVersion(),
            set.getSha256(),
            set.getDescription(),
            set.getLabelDescription(),
            set.getFeaturesList().stream()
                .map(f -> new InputDescription(f.getName(), f.getUnit(), f.getDescription()))
                .toList()),
        found.getRows(),
        found.getPositives(),
        instant(found.getCreatedAt()));
  }

  /** Fetches a snapshot's file and checks its hash. */
  public void download(String token, Snapshot snapshot, Path into) throws IOException {
    FileReceiver.receive(
        features
            .withCallCredentials(new Bearer(token))
            .withDeadlineAfter(READ_MINUTES, TimeUnit.MINUTES)
            .readSnapshot(ReadSnapshotRequest.newBuilder().setId(snapshot.id()).build()),
        ReadSnapshotResponse::getChunk,
        into,
        snapshot.sha256());
  }

  /** The features of a patient at a moment. NotFound without such a patient. */
  public FeatureRow features(String token, String set, int version, String patient, Instant asOf) {
    GetFeaturesRequest request =
        GetFeaturesRequest.newBuilder()
            .setName(set)
            .setVersion(version)
            .setPatientId(patient)
            .setAsOf(timestamp(asOf))
            .build();
    GetFeaturesResponse found =
        call(() -> features.withCallCredentials(new Bearer(token)).getFeatures(request));
    List<@Nullable Object> values = new ArrayList<>();
    found.getValuesList().forEach(value -> values.add(value(value)));
    return new FeatureRow(
        found.getSha256(),
        found.getFeaturesList().stream().map(Feature::getName).toList(),
        values,
        found.getValuesList().stream().map(FeatureValue::getDisplay).toList());
  }

  /** ISO 8601 period in which a set's outcome has to come; empty when it has none. NotFound. */
  public String labelWithin(String token, String set, int version) {
    return call(
        () ->
            features
                .withCallCredentials(new Bearer(token))
                .getFeatureSet(
                    GetFeatureSetRequest.newBuilder().setName(set).setVersion(version).build())
                .getFeatureSet()
                .getLabelWithin());
  }

  /** Whether a set's outcome came to a patient after a moment, as training would label it. */
  public OutcomeAnswer outcome(
      String token, String set, int version, String patient, Instant after, Instant asOf) {
    GetOutcomeRequest request =
        GetOutcomeRequest.newBuilder()
            .setName(set)
            .setVersion(version)
            .setPatientId(patient)
            .setAfter(timestamp(after))
            .setAsOf(timestamp(asOf))
            .build();
    GetOutcomeResponse found =
        call(() -> features.withCallCredentials(new Bearer(token)).getOutcome(request));
    return new OutcomeAnswer(
        found.getSha256(),
        switch (found.getState()) {
          case OUTCOME_STATE_CAME -> Boolean.TRUE;
          case OUTCOME_STATE_DID_NOT_COME -> Boolean.FALSE;
          case OUTCOME_STATE_NOT_KNOWN, OUTCOME_STATE_UNSPECIFIED, UNRECOGNIZED -> null;
        });
  }

  /**
   * Creates a resource unless the query finds one.
   *
   * @param ifNoneExist search query, percent-encoded
   */
  public Written create(String token, String type, byte[] resource, String ifNoneExist) {
    CreateResponse made =
        call(
            () ->
                fhir.withCallCredentials(new Bearer(token))
                    .create(
                        CreateRequest.newBuilder()
                            .setType(type)
                            .setResource(ByteString.copyFrom(resource))
                            .setIfNoneExist(ifNoneExist)
                            .build()));
    return new Written(made.getId(), made.getResource());
  }

  /**
   * A resource in the record.
   *
   * @param id logical id
   * @param resource FHIR JSON as it is kept
   */
  public record Written(String id, ByteString resource) {}

  private static @Nullable Object value(FeatureValue value) {
    return switch (value.getValueCase()) {
      case NUMBER -> (Object) value.getNumber();
      case BOOLEAN -> value.getBoolean();
      case CATEGORY -> value.getCategory();
      case VALUE_NOT_SET -> null;
    };
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }

  private static Instant instant(Timestamp at) {
    return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
  }

  private static <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (StatusRuntimeException e) {
      throw GrpcErrors.fromStatus(e);
    }
  }
}
