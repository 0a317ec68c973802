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
import io.salus.service.grpc.InTurn;
import io.salus.service.security.Caller;
import io.salus.service.security.CallerContext;
import io.salus.service.storage.Upload;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Takes tables. The plain gRPC base: a piece is asked for when the last one is on the disk. */
@GrpcService
class TableGrpcService extends TableServiceImplBase {
  private final UploadedTables tables;

  TableGrpcService(UploadedTables tables) {
    this.tables = tables;
  }

  @Override
  public StreamObserver<PutTableRequest> put(StreamObserver<PutTableResponse> observer) {
    return new Receiver(
        CallerContext.current(), (ServerCallStreamObserver<PutTableResponse>) observer);
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

  /** Pieces one after the other, each on a thread that may wait. */
  private final class Receiver implements StreamObserver<PutTableRequest> {
    private final Caller caller;
    private final ServerCallStreamObserver<PutTableResponse> out;
    private final InTurn turn = new InTurn(Infrastructure.getDefaultWorkerPool());
    private @Nullable TableFormat format;
    private @Nullable Upload upload;
    private boolean over;

    Receiver(Caller caller, ServerCallStreamObserver<PutTableResponse> out) {
      this.caller = caller;
      this.out = out;
      out.disableAutoRequest();
      out.setOnCancelHandler(() -> turn.run(this::drop));
      out.request(1);
    }

    @Override
    public void onNext(PutTableRequest message) {
      turn.run(() -> receive(message));
    }

    @Override
    public void onError(Throwable gone) {
      turn.run(this::drop);
    }

    @Override
    public void onCompleted() {
      turn.run(this::store);
    }

    private void receive(PutTableRequest message) {
      if (over) {
        return;
      }
      try {
        Upload present = upload;
        if (present == null) {
          format = TableFormat.of(message.getFormat());
          present = tables.begin(caller);
          upload = present;
        }
        present.add(message.getChunk().toByteArray());
        out.request(1);
      } catch (IOException | RuntimeException e) {
        fail(e);
      }
    }

    private void store() {
      if (over) {
        return;
      }
      try {
        Upload whole = upload;
        TableFormat written = format;
        if (whole == null || written == null) {
          throw new InvalidInput("The call says no format.", "format");
        }
        UploadedTables.Kept kept = tables.finish(caller, written, whole);
        drop();
        out.onNext(
            PutTableResponse.newBuilder()
                .setId(kept.id())
                .setSha256(kept.sha256())
                .setSizeBytes(kept.bytes())
                .build());
        out.onCompleted();
      } catch (IOException | RuntimeException e) {
        fail(e);
      }
    }

    private void fail(Exception e) {
      drop();
      out.onError(GrpcErrors.toStatus(e));
    }

    private void drop() {
      over = true;
      try {
        if (upload != null) {
          upload.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("a draft cannot be deleted", e);
      }
    }
  }
}
