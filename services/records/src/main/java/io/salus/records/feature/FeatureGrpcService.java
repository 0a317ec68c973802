package io.salus.records.feature;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.quarkus.grpc.GrpcService;
import io.salus.proto.records.v1.CreateSnapshotRequest;
import io.salus.proto.records.v1.CreateSnapshotResponse;
import io.salus.proto.records.v1.FeatureService;
import io.salus.proto.records.v1.GetFeatureSetRequest;
import io.salus.proto.records.v1.GetFeatureSetResponse;
import io.salus.proto.records.v1.GetFeaturesRequest;
import io.salus.proto.records.v1.GetFeaturesResponse;
import io.salus.proto.records.v1.GetSnapshotRequest;
import io.salus.proto.records.v1.GetSnapshotResponse;
import io.salus.proto.records.v1.ListFeatureSetsRequest;
import io.salus.proto.records.v1.ListFeatureSetsResponse;
import io.salus.proto.records.v1.PutFeatureSetRequest;
import io.salus.proto.records.v1.PutFeatureSetResponse;
import io.salus.proto.records.v1.ReadSnapshotRequest;
import io.salus.proto.records.v1.ReadSnapshotResponse;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import io.salus.service.security.CallerContext;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;

/** Feature sets over gRPC. */
@GrpcService
class FeatureGrpcService implements FeatureService {
  private static final String READ = "salus/features.read";
  private static final String WRITE = "salus/features.write";
  private static final int CHUNK_BYTES = 1024 * 1024;

  private final FeatureSets sets;
  private final Features features;
  private final Snapshots snapshots;

  FeatureGrpcService(FeatureSets sets, Features features, Snapshots snapshots) {
    this.sets = sets;
    this.features = features;
    this.snapshots = snapshots;
  }

  @Override
  @Blocking
  public Uni<ListFeatureSetsResponse> listFeatureSets(ListFeatureSetsRequest request) {
    var response = ListFeatureSetsResponse.newBuilder();
    sets.list(caller(READ))
        .forEach(set -> response.addFeatureSets(FeatureProtoMapper.toProto(set)));
    return Uni.createFrom().item(response.build());
  }

  @Override
  @Blocking
  public Uni<GetFeatureSetResponse> getFeatureSet(GetFeatureSetRequest request) {
    var set = sets.require(caller(READ), request.getName(), version(request.getVersion()));
    return Uni.createFrom()
        .item(
            GetFeatureSetResponse.newBuilder()
                .setFeatureSet(FeatureProtoMapper.toProto(set))
                .build());
  }

  @Override
  @Blocking
  public Uni<PutFeatureSetResponse> putFeatureSet(PutFeatureSetRequest request) {
    var set = sets.put(caller(WRITE), request.getDefinitionJson());
    return Uni.createFrom()
        .item(
            PutFeatureSetResponse.newBuilder()
                .setFeatureSet(FeatureProtoMapper.toProto(set))
                .build());
  }

  @Override
  @Blocking
  public Uni<GetFeaturesResponse> getFeatures(GetFeaturesRequest request) {
    var asOf = request.hasAsOf() ? moment(request.getAsOf()) : Instant.now();
    var row =
        features.of(
            caller(READ),
            request.getName(),
            version(request.getVersion()),
            request.getPatientId(),
            asOf);
    return Uni.createFrom().item(FeatureProtoMapper.toProto(row));
  }

  @Override
  @Blocking
  public Uni<CreateSnapshotResponse> createSnapshot(CreateSnapshotRequest request) {
    var job = snapshots.create(caller(WRITE), request.getName(), version(request.getVersion()));
    return Uni.createFrom().item(CreateSnapshotResponse.newBuilder().setJobId(job).build());
  }

  @Override
  @Blocking
  public Uni<GetSnapshotResponse> getSnapshot(GetSnapshotRequest request) {
    var snapshot = snapshots.require(caller(READ), request.getId());
    return Uni.createFrom().item(FeatureProtoMapper.toProto(snapshot, snapshots.setOf(snapshot)));
  }

  @Override
  @Blocking
  public Multi<ReadSnapshotResponse> readSnapshot(ReadSnapshotRequest request) {
    var snapshot = snapshots.require(caller(READ), request.getId());
    InputStream file = open(snapshot);
    // One chunk is read when the client wants one, on a thread that may wait.
    return Multi.createBy()
        .repeating()
        .uni(
            () ->
                Uni.createFrom()
                    .item(() -> chunk(file))
                    .runSubscriptionOn(Infrastructure.getDefaultExecutor()))
        .whilst(chunk -> chunk.size() == CHUNK_BYTES)
        .select()
        .where(chunk -> !chunk.isEmpty())
        .map(chunk -> ReadSnapshotResponse.newBuilder().setChunk(chunk).build())
        .onTermination()
        .invoke(() -> close(file));
  }

  private static Caller caller(String scope) {
    var caller = CallerContext.current();
    caller.require(scope);
    return caller;
  }

  private static int version(int version) {
    if (version < 0) {
      throw new InvalidInput("A version is a number from 1, or 0 for the newest.", "version");
    }
    return version;
  }

  private static Instant moment(Timestamp timestamp) {
    try {
      return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    } catch (DateTimeException e) {
      throw new InvalidInput("This is no moment in time.", "as_of");
    }
  }

  private InputStream open(Snapshot snapshot) {
    try {
      return snapshots.open(snapshot);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the file of snapshot " + snapshot.id() + " cannot be opened", e);
    }
  }

  private static ByteString chunk(InputStream file) {
    try {
      return ByteString.copyFrom(file.readNBytes(CHUNK_BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException("a snapshot cannot be read", e);
    }
  }

  private static void close(InputStream file) {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a snapshot cannot be closed", e);
    }
  }
}
