package io.salus.inference.rest;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.quarkus.runtime.StartupEvent;
import io.salus.inference.batching.EventLoop;
import io.salus.proto.inference.v1.CallRequest;
import io.salus.proto.inference.v1.CallResponse;
import io.salus.proto.inference.v1.ProtocolServiceGrpc;
import io.salus.proto.inference.v1.ProtocolServiceGrpc.ProtocolServiceImplBase;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.grpc.ShortCalls;
import io.salus.service.grpc.UnaryCall;
import jakarta.enterprise.event.Observes;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** The REST face of the protocol for the gateway, whose requests come as they are. */
@GrpcService
class ProtocolGrpcService extends ProtocolServiceImplBase {
  private final OipRest rest;

  ProtocolGrpcService(OipRest rest) {
    this.rest = rest;
  }

  /** A small model takes less than a call takes the general gRPC server. */
  void answerShort(@Observes StartupEvent event, ShortCalls calls) {
    calls.add(
        ProtocolServiceGrpc.getCallMethod().getFullMethodName(), CallRequest.parser(), this::start);
  }

  @Override
  public void call(CallRequest request, StreamObserver<CallResponse> out) {
    Runnable giveUp = start(UnaryCall.current(), request, out);
    if (out instanceof ServerCallStreamObserver<CallResponse> cancellable) {
      cancellable.setOnCancelHandler(giveUp);
    }
  }

  private Runnable start(UnaryCall call, CallRequest request, StreamObserver<CallResponse> out) {
    if (!request.getPath().equals("/v2") && !request.getPath().startsWith("/v2/")) {
      throw new InvalidInput("The protocol's addresses begin with /v2.", "path");
    }
    Consumer<RestAnswer> answered =
        answer -> {
          out.onNext(response(answer));
          out.onCompleted();
        };
    if (rest.refuses(request.getPath(), call::caller, answered, EventLoop.current())) {
      return () -> {};
    }
    return rest.handle(
        new RestRequest(
            request.getMethod(),
            request.getPath(),
            request.hasJsonLength() ? request.getJsonLength() : -1,
            ByteBuffer.wrap(request.getBody().toByteArray()),
            call.deadline()),
        call::caller,
        answered,
        EventLoop.current());
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
