package io.salus.gateway.fakes;

import io.grpc.stub.StreamObserver;
import io.salus.proto.inference.v1.DeleteTableRequest;
import io.salus.proto.inference.v1.DeleteTableResponse;
import io.salus.proto.inference.v1.PutTableRequest;
import io.salus.proto.inference.v1.PutTableResponse;
import io.salus.proto.inference.v1.TableServiceGrpc;
import io.salus.service.errors.AppException.NotFound;

/** Counts what comes; its id is the format. There is no table {@code gone.csv}. */
final class FakeTables extends TableServiceGrpc.TableServiceImplBase {
  @Override
  public StreamObserver<PutTableRequest> put(StreamObserver<PutTableResponse> out) {
    return new StreamObserver<>() {
      private String format = "";
      private long bytes;

      @Override
      public void onNext(PutTableRequest message) {
        format += message.getFormat();
        bytes += message.getChunk().size();
      }

      @Override
      public void onError(Throwable failure) {
        // The caller went away.
      }

      @Override
      public void onCompleted() {
        out.onNext(
            PutTableResponse.newBuilder().setId("made." + format).setSizeBytes(bytes).build());
        out.onCompleted();
      }
    };
  }

  @Override
  public void delete(DeleteTableRequest request, StreamObserver<DeleteTableResponse> out) {
    FakeRecords.answer(
        out,
        () -> {
          if (request.getId().equals("gone.csv")) {
            throw new NotFound("There is no such table.");
          }
          return DeleteTableResponse.getDefaultInstance();
        });
  }
}
