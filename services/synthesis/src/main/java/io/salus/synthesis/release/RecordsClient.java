package io.salus.synthesis.release;

import io.grpc.StatusRuntimeException;
import io.salus.proto.records.v1.FeatureServiceGrpc;
import io.salus.proto.records.v1.FeatureServiceGrpc.FeatureServiceBlockingStub;
import io.salus.proto.records.v1.FeatureSet;
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
import java.util.concurrent.TimeUnit;

/** Snapshots from the records service, each asked for with the token of the one who wants it. */
@ApplicationScoped
class RecordsClient {
  /** Bounds a stalled transfer; a snapshot is at most some hundred megabytes. */
  private static final long READ_MINUTES = 10;

  private final FeatureServiceBlockingStub features;

  RecordsClient(GrpcChannels channels) {
    features =
        FeatureServiceGrpc.newBlockingStub(
            channels.to("records", FeatureServiceGrpc.getServiceDescriptor()));
  }

  /** What is known of a snapshot. NotFound when there is none. */
  Snapshot snapshot(String token, String id) {
    try {
      GetSnapshotResponse found =
          features
              .withCallCredentials(new Bearer(token))
              .getSnapshot(GetSnapshotRequest.newBuilder().setId(id).build());
      FeatureSet set = found.getFeatureSet();
      return new Snapshot(
          found.getId(),
          found.getSha256(),
          set.getName() + " version " + set.getVersion(),
          set.getSha256());
    } catch (StatusRuntimeException e) {
      throw GrpcErrors.fromStatus(e);
    }
  }

  /** Fetches the snapshot's file and checks its hash. */
  void download(String token, Snapshot snapshot, Path into) throws IOException {
    FileReceiver.receive(
        features
            .withCallCredentials(new Bearer(token))
            .withDeadlineAfter(READ_MINUTES, TimeUnit.MINUTES)
            .readSnapshot(ReadSnapshotRequest.newBuilder().setId(snapshot.id()).build()),
        ReadSnapshotResponse::getChunk,
        into,
        snapshot.sha256());
  }
}
