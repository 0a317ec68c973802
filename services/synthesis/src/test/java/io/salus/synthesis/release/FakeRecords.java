package io.salus.synthesis.release;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.salus.learning.table.ParquetTable;
import io.salus.learning.table.Table;
import io.salus.proto.records.v1.FeatureServiceGrpc;
import io.salus.proto.records.v1.FeatureSet;
import io.salus.proto.records.v1.GetSnapshotRequest;
import io.salus.proto.records.v1.GetSnapshotResponse;
import io.salus.proto.records.v1.ReadSnapshotRequest;
import io.salus.proto.records.v1.ReadSnapshotResponse;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.GrpcErrors;
import io.salus.synthesis.Clinic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A records service on a port of its own. Snapshots: {@code clinic} (250 patients), {@code tiny}
 * (8), {@code altered} (its bytes are not those of its hash).
 */
public class FakeRecords implements QuarkusTestResourceLifecycleManager {
  private final Map<String, Snapshot> snapshots = new ConcurrentHashMap<>();
  private @Nullable Server server;

  private record Snapshot(ByteString bytes, String sha256, int rows) {}

  @Override
  public Map<String, String> start() {
    keep("clinic", Clinic.table(250, 1));
    keep("tiny", Clinic.table(8, 2));
    keep("altered", Clinic.table(50, 3));
    try {
      server =
          NettyServerBuilder.forPort(0)
              .addService(new Features())
              .intercept(new NeedsToken())
              .build()
              .start();
      return Map.of("salus.clients.records", "127.0.0.1:" + server.getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (server != null) {
      server.shutdownNow();
    }
  }

  private void keep(String id, Table table) {
    try {
      Path file = Files.createTempFile("snapshot", ".parquet");
      ParquetTable.write(table, file);
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      ByteString kept = ByteString.copyFrom(bytes);
      ByteString sent = id.equals("altered") ? kept.concat(ByteString.copyFromUtf8("x")) : kept;
      snapshots.put(id, new Snapshot(sent, hash, table.rows()));
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Features extends FeatureServiceGrpc.FeatureServiceImplBase {
    @Override
    public void getSnapshot(
        GetSnapshotRequest request, StreamObserver<GetSnapshotResponse> answer) {
      Snapshot snapshot = snapshots.get(request.getId());
      if (snapshot == null) {
        answer.onError(GrpcErrors.toStatus(new NotFound("There is no such snapshot.")));
        return;
      }
      answer.onNext(
          GetSnapshotResponse.newBuilder()
              .setId(request.getId())
              .setSha256(snapshot.sha256())
              .setFeatureSet(FeatureSet.newBuilder().setName("clinic").setVersion(3))
              .setRows(snapshot.rows())
              .build());
      answer.onCompleted();
    }

    @Override
    public void readSnapshot(
        ReadSnapshotRequest request, StreamObserver<ReadSnapshotResponse> answer) {
      Snapshot snapshot = snapshots.get(request.getId());
      ByteString bytes = snapshot == null ? ByteString.EMPTY : snapshot.bytes();
      for (int from = 0; from < bytes.size(); from += 4096) {
        ByteString chunk = bytes.substring(from, Math.min(from + 4096, bytes.size()));
        answer.onNext(ReadSnapshotResponse.newBuilder().setChunk(chunk).build());
      }
      answer.onCompleted();
    }
  }

  private static final class NeedsToken implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      String token =
          headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
      if (token == null || token.length() < 50) {
        call.close(Status.UNAUTHENTICATED, new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return next.startCall(call, headers);
    }
  }
}
