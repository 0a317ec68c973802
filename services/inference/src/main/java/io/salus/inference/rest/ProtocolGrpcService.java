package io.salus.inference.rest;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.salus.inference.batching.EventLoop;
import io.salus.proto.inference.v1.CallRequest;
import io.salus.proto.inference.v1.CallResponse;
import io.salus.proto.inference.v1.ProtocolServiceGrpc.ProtocolServiceImplBase;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.Unauthenticated;
import io.salus.service.grpc.CallDeadline;
import io.salus.service.security.Caller;
import io.salus.service.security.CallerContext;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The REST face of the protocol for the gateway, whose requests come as they are. */
@GrpcService
class ProtocolGrpcService extends ProtocolServiceImplBase {
  private final OipRest rest;

  ProtocolGrpcService(OipRest rest) {
    this.rest = rest;
  }

  @Override
  public void call(CallRequest request, StreamObserver<CallResponse> out) {
    if (!request.getPath().equals("/v2") && !request.getPath().startsWith("/v2/")) {
      throw new InvalidInput("The protocol's addresses begin with /v2.", "path");
    }
    Supplier<Caller> caller = caller();
    Consumer<RestAnswer> answered =
        answer -> {
          out.onNext(response(answer));
          out.onCompleted();
        };
    if (rest.refuses(request.getPath(), caller, answered, EventLoop.current())) {
      return;
    }
    Runnable cancel =
        rest.handle(
            new RestRequest(
                request.getMethod(),
                request.getPath(),
                request.hasJsonLength() ? request.getJsonLength() : -1,
                ByteBuffer.wrap(request.getBody().toByteArray()),
                CallDeadline.current()),
            caller,
            answered,
            EventLoop.current());
    if (out instanceof ServerCallStreamObserver<CallResponse> cancellable) {
      cancellable.setOnCancelHandler(cancel);
    }
  }

  /** Some addresses need no token; who asks for the caller at another gets 401. */
  private static Supplier<Caller> caller() {
    try {
      Caller caller = CallerContext.current();
      return () -> caller;
    } catch (Unauthenticated e) {
      return () -> {
        throw e;
      };
    }
  }

  private static CallResponse response(RestAnswer answer) {
    CallResponse.Builder response =
        CallResponse.newBuilder()
            .setStatus(answer.status())
            .setContentType(answer.contentType())
            .setRetryAfterSeconds(answer.retryAfter())
            .setAllow(answer.allow())
            .setBody(UnsafeByteOperations.unsafeWrap(answer.body()));
    if (answer.jsonLength() >= 0) {
      response.setJsonLength(answer.jsonLength());
    }
    return response.build();
  }
}
