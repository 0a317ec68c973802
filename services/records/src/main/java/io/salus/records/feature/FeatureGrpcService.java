package io.salus.records.feature;

import com.google.protobuf.Timestamp;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.salus.proto.records.v1.CreateSnapshotRequest;
import io.salus.proto.records.v1.CreateSnapshotResponse;
import io.salus.proto.records.v1.FeatureServiceGrpc.FeatureServiceImplBase;
import io.salus.proto.records.v1.GetFeatureSetRequest;
import io.salus.proto.records.v1.GetFeatureSetResponse;
import io.salus.proto.records.v1.GetFeaturesRequest;
import io.salus.proto.records.v1.GetFeaturesResponse;
import io.salus.proto.records.v1.GetOutcomeRequest;
import io.salus.proto.records.v1.GetOutcomeResponse;
import io.salus.proto.records.v1.GetSnapshotRequest;
import io.salus.proto.records.v1.GetSnapshotResponse;
import io.salus.proto.records.v1.ListFeatureSetsRequest;
import io.salus.proto.records.v1.ListFeatureSetsResponse;
import io.salus.proto.records.v1.PutFeatureSetRequest;
import io.salus.proto.records.v1.PutFeatureSetResponse;
import io.salus.proto.records.v1.ReadSnapshotRequest;
import io.salus.proto.records.v1.ReadSnapshotResponse;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.grpc.FileSender;
import io.salus.service.security.Caller;
import io.salus.service.security.CallerContext;
import io.smallrye.common.annotation.Blocking;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Feature sets over gRPC. The plain gRPC base, because a snapshot goes out only as fast as the
 * client takes it.
 */
@GrpcService
class FeatureGrpcService extends FeatureServiceImplBase {
  private static final String READ = "salus/features.read";
  private static final String WRITE = "salus/features.write";

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
  public void listFeatureSets(
      ListFeatureSetsRequest request, StreamObserver<ListFeatureSetsResponse> observer) {
    answer(
        observer,
        () -> {
          var response = ListFeatureSetsResponse.newBuilder();
          sets.list(caller(READ))
              .forEach(set -> response.addFeatureSets(FeatureProtoMapper.toProto(set)));
          return response.build();
        });
  }

  @Override
  @Blocking
  public void getFeatureSet(
      GetFeatureSetRequest request, StreamObserver<GetFeatureSetResponse> observer) {
    answer(
        observer,
        () -> {
          var set = sets.require(caller(READ), request.getName(), version(request.getVersion()));
          return GetFeatureSetResponse.newBuilder()
              .setFeatureSet(FeatureProtoMapper.toProto(set))
              .build();
        });
  }

  @Override
  @Blocking
  public void putFeatureSet(
      PutFeatureSetRequest request, StreamObserver<PutFeatureSetResponse> observer) {
    answer(
        observer,
        () -> {
          var set = sets.put(caller(WRITE), request.getDefinitionJson());
          return PutFeatureSetResponse.newBuilder()
              .setFeatureSet(FeatureProtoMapper.toProto(set))
              .build();
        });
  }

  @Override
  @Blocking
  public void getFeatures(
      GetFeaturesRequest request, StreamObserver<GetFeaturesResponse> observer) {
    answer(
        observer,
        () -> {
          var asOf = request.hasAsOf() ? moment(request.getAsOf()) : Instant.now();
          var row =
              features.of(
                  caller(READ),
                  request.getName(),
                  version(request.getVersion()),
                  request.getPatientId(),
                  asOf);
          return FeatureProtoMapper.toProto(row);
        });
  }

  @Override
  @Blocking
  public void getOutcome(GetOutcomeRequest request, StreamObserver<GetOutcomeResponse> observer) {
    answer(
        observer,
        () ->
            FeatureProtoMapper.toProto(
                features.outcomeOf(
                    caller(READ),
                    request.getName(),
                    version(request.getVersion()),
                    request.getPatientId(),
                    moment(request.getAfter()),
                    request.hasAsOf() ? moment(request.getAsOf()) : Instant.now())));
  }

  @Override
  @Blocking
  public void createSnapshot(
      CreateSnapshotRequest request, StreamObserver<CreateSnapshotResponse> observer) {
    answer(
        observer,
        () -> {
          var job =
              snapshots.create(caller(WRITE), request.getName(), version(request.getVersion()));
          return CreateSnapshotResponse.newBuilder().setJobId(job).build();
        });
  }

  @Override
  @Blocking
  public void getSnapshot(
      GetSnapshotRequest request, StreamObserver<GetSnapshotResponse> observer) {
    answer(
        observer,
        () -> {
          var snapshot = snapshots.require(caller(READ), request.getId());
          return FeatureProtoMapper.toProto(snapshot, snapshots.setOf(snapshot));
        });
  }

  @Override
  @Blocking
  public void readSnapshot(
      ReadSnapshotRequest request, StreamObserver<ReadSnapshotResponse> observer) {
    try {
      FileSender.send(
          snapshots.open(snapshots.require(caller(READ), request.getId())),
          (ServerCallStreamObserver<ReadSnapshotResponse>) observer,
          piece -> ReadSnapshotResponse.newBuilder().setChunk(piece).build());
    } catch (IOException | RuntimeException e) {
      observer.onError(GrpcErrors.toStatus(e));
    }
  }

  private static <T> void answer(StreamObserver<T> observer, Supplier<T> work) {
    T response;
    try {
      response = work.get();
    } catch (RuntimeException e) {
      observer.onError(GrpcErrors.toStatus(e));
      return;
    }
    observer.onNext(response);
    observer.onCompleted();
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
}
