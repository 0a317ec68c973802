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
import io.salus.proto.records.v1.GetFeaturesRequest;
import io.salus.proto.records.v1.GetFeaturesResponse;
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
            .setAsOf(
                Timestamp.newBuilder().setSeconds(asOf.getEpochSecond()).setNanos(asOf.getNano()))
            .build();
    GetFeaturesResponse found =
        call(() -> features.withCallCredentials(new Bearer(token)).getFeatures(request));
    List<@Nullable Object> values = new ArrayList<>();
    found.getValuesList().forEach(value -> values.add(value(value)));
    return new FeatureRow(
        found.getSha256(), found.getFeaturesList().stream().map(Feature::getName).toList(), values);
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
