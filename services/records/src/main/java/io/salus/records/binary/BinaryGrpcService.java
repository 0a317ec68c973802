package io.salus.records.binary;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.salus.proto.records.v1.BinaryServiceGrpc.BinaryServiceImplBase;
import io.salus.proto.records.v1.GetBinaryHead;
import io.salus.proto.records.v1.GetBinaryRequest;
import io.salus.proto.records.v1.GetBinaryResponse;
import io.salus.proto.records.v1.PutBinaryHead;
import io.salus.proto.records.v1.PutBinaryRequest;
import io.salus.proto.records.v1.PutBinaryResponse;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.grpc.UploadReceiver;
import io.salus.service.security.Caller;
import io.salus.service.security.CallerContext;
import java.io.IOException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Content over gRPC. The plain gRPC base: a piece is asked for when the last one is on the disk,
 * and sent when the client can take it.
 */
@GrpcService
class BinaryGrpcService extends BinaryServiceImplBase {
  private final BinaryWrites writes;
  private final BinaryReads reads;

  BinaryGrpcService(BinaryWrites writes, BinaryReads reads) {
    this.writes = writes;
    this.reads = reads;
  }

  @Override
  public StreamObserver<PutBinaryRequest> put(StreamObserver<PutBinaryResponse> observer) {
    Caller caller = CallerContext.current();
    return new UploadReceiver<>(
        (ServerCallStreamObserver<PutBinaryResponse>) observer,
        first -> begin(caller, order(first.getHead())),
        PutBinaryRequest::getChunk,
        () -> new InvalidInput("The call has no head.", "head"));
  }

  private UploadReceiver.Begun<PutBinaryResponse> begin(Caller caller, BinaryWrites.Order order)
      throws IOException {
    return new UploadReceiver.Begun<>(
        writes.begin(caller, order), whole -> response(writes.finish(caller, order, whole)));
  }

  @Override
  public void get(GetBinaryRequest request, StreamObserver<GetBinaryResponse> observer) {
    Caller caller = CallerContext.current();
    ServerCallStreamObserver<GetBinaryResponse> out =
        (ServerCallStreamObserver<GetBinaryResponse>) observer;
    ContentSender sender = new ContentSender(new GrpcOut(out));
    out.setOnReadyHandler(sender::ready);
    out.setOnCancelHandler(sender::cancel);
    sender.start(
        () ->
            request.getAsResource()
                ? reads.resource(caller, request.getId())
                : reads.content(caller, request.getId(), request.getFirst()),
        request.getLimit());
  }

  private static BinaryWrites.Order order(PutBinaryHead head) {
    return new BinaryWrites.Order(
        head.getId(), head.getContentType(), head.getSecurityContext(), head.getIfMatch());
  }

  private static PutBinaryResponse response(ResourceWrites.Result result) {
    return PutBinaryResponse.newBuilder()
        .setId(result.version().id())
        .setCreated(result.created())
        .setVersion(result.version().version())
        .setLastUpdated(time(result.version().lastUpdated()))
        .setResource(ByteString.copyFrom(result.version().json()))
        .build();
  }

  private static Timestamp time(OffsetDateTime time) {
    return Timestamp.newBuilder().setSeconds(time.toEpochSecond()).setNanos(time.getNano()).build();
  }

  private record GrpcOut(ServerCallStreamObserver<GetBinaryResponse> out)
      implements ContentSender.Out {
    @Override
    public boolean ready() {
      return out.isReady();
    }

    @Override
    public void send(BinaryReads.@Nullable Answer head, byte[] piece) {
      GetBinaryResponse.Builder message =
          GetBinaryResponse.newBuilder().setChunk(UnsafeByteOperations.unsafeWrap(piece));
      if (head != null) {
        message.setHead(
            GetBinaryHead.newBuilder()
                .setContentType(head.contentType())
                .setVersion(head.version())
                .setLastUpdated(time(head.lastUpdated()))
                .setSize(head.size()));
      }
      out.onNext(message.build());
    }

    @Override
    public void end() {
      out.onCompleted();
    }

    @Override
    public void fail(Exception e) {
      out.onError(GrpcErrors.toStatus(e));
    }
  }
}
