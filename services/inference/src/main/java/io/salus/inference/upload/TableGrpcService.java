package io.salus.inference.upload;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.salus.proto.inference.v1.DeleteTableRequest;
import io.salus.proto.inference.v1.DeleteTableResponse;
import io.salus.proto.inference.v1.PutTableRequest;
import io.salus.proto.inference.v1.PutTableResponse;
import io.salus.proto.inference.v1.TableServiceGrpc.TableServiceImplBase;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.grpc.UploadReceiver;
import io.salus.service.security.Caller;
import io.salus.service.security.CallerContext;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;

/** Takes tables. The plain gRPC base: a piece is asked for when the last one is on the disk. */
@GrpcService
class TableGrpcService extends TableServiceImplBase {
  private final UploadedTables tables;

  TableGrpcService(UploadedTables tables) {
    this.tables = tables;
  }

  @Override
  public StreamObserver<PutTableRequest> put(StreamObserver<PutTableResponse> observer) {
    Caller caller = CallerContext.current();
    return new UploadReceiver<>(
        (ServerCallStreamObserver<PutTableResponse>) observer,
        first -> begin(caller, first),
        PutTableRequest::getChunk,
        () -> new InvalidInput("The call says no format.", "format"));
  }

  private UploadReceiver.Begun<PutTableResponse> begin(Caller caller, PutTableRequest first)
      throws IOException {
    TableFormat format = TableFormat.of(first.getFormat());
    return new UploadReceiver.Begun<>(
        tables.begin(caller), whole -> response(tables.finish(caller, format, whole)));
  }

  private static PutTableResponse response(UploadedTables.Kept kept) {
    return PutTableResponse.newBuilder()
        .setId(kept.id())
        .setSha256(kept.sha256())
        .setSizeBytes(kept.bytes())
        .build();
  }

  @Override
  public void delete(DeleteTableRequest request, StreamObserver<DeleteTableResponse> observer) {
    Caller caller = CallerContext.current();
    Infrastructure.getDefaultWorkerPool()
        .execute(
            () -> {
              try {
                tables.delete(caller, request.getId());
                observer.onNext(DeleteTableResponse.getDefaultInstance());
                observer.onCompleted();
              } catch (IOException | RuntimeException e) {
                observer.onError(GrpcErrors.toStatus(e));
              }
            });
  }
}
