package io.salus.gateway.fakes;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.salus.proto.records.v1.OperateRequest;
import io.salus.proto.records.v1.OperateResponse;
import io.salus.proto.records.v1.OperationAnswerHead;
import io.salus.proto.records.v1.OperationHead;
import io.salus.proto.records.v1.OperationServiceGrpc;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.GrpcErrors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code $echo} and {@code $import} say how they were called; {@code $endless} sends until nobody
 * reads any more, and {@code $endless-state} how much that was; {@code $broken} ends in the middle.
 */
final class FakeOperations extends OperationServiceGrpc.OperationServiceImplBase {
  private static final byte[] CHUNK = new byte[64 << 10];
  private final AtomicLong sent = new AtomicLong();
  private final AtomicBoolean cancelled = new AtomicBoolean();

  @Override
  public StreamObserver<OperateRequest> operate(StreamObserver<OperateResponse> out) {
    ServerCallStreamObserver<OperateResponse> call =
        (ServerCallStreamObserver<OperateResponse>) out;
    AtomicBoolean endless = new AtomicBoolean();
    call.setOnReadyHandler(() -> send(call, endless));
    call.setOnCancelHandler(() -> cancelled.compareAndSet(false, endless.get()));
    return new StreamObserver<>() {
      private OperationHead head = OperationHead.getDefaultInstance();
      private ByteString body = ByteString.EMPTY;

      @Override
      public void onNext(OperateRequest message) {
        head = message.hasHead() ? message.getHead() : head;
        body = body.concat(message.getChunk());
      }

      @Override
      public void onError(Throwable failure) {
        // The caller went away.
      }

      @Override
      public void onCompleted() {
        try {
          endless.set(head.getName().equals("endless"));
          send(call, endless);
          answer(head, body, out);
        } catch (AppException e) {
          out.onError(GrpcErrors.toStatus(e));
        }
      }
    };
  }

  private void answer(OperationHead head, ByteString body, StreamObserver<OperateResponse> out) {
    switch (head.getName()) {
      case "echo", "import" -> {
        out.onNext(
            message(202, "text/csv")
                .setChunk(
                    ByteString.copyFromUtf8(
                        "%s %s %s %s ?%s %d %s %s"
                            .formatted(
                                head.getMethod(),
                                head.getLevel(),
                                head.getType(),
                                head.getId(),
                                head.getQuery(),
                                body.size(),
                                head.getAccept(),
                                head.getRespondAsync())))
                .build());
        out.onCompleted();
      }
      case "endless" -> {}
      case "endless-state" -> {
        out.onNext(
            message(200, "text/plain")
                .setChunk(ByteString.copyFromUtf8(sent.get() + " " + cancelled.get()))
                .build());
        out.onCompleted();
      }
      case "broken" -> {
        out.onNext(message(200, "text/csv").setChunk(ByteString.copyFrom(CHUNK)).build());
        throw new NotFound("The rest is missing.");
      }
      default -> throw new NotFound("There is no operation of this name here.");
    }
  }

  private void send(ServerCallStreamObserver<OperateResponse> out, AtomicBoolean endless) {
    while (endless.get() && out.isReady() && !out.isCancelled()) {
      OperateResponse.Builder message =
          sent.getAndAdd(CHUNK.length) == 0
              ? message(200, "application/octet-stream")
              : OperateResponse.newBuilder();
      out.onNext(message.setChunk(ByteString.copyFrom(CHUNK)).build());
    }
  }

  private static OperateResponse.Builder message(int status, String contentType) {
    return OperateResponse.newBuilder()
        .setHead(
            OperationAnswerHead.newBuilder()
                .setStatus(status)
                .setContentType(contentType)
                .putHeaders("Content-Location", "http://there/1"));
  }
}
