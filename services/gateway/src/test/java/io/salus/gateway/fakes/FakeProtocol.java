package io.salus.gateway.fakes;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.salus.proto.inference.v1.CallRequest;
import io.salus.proto.inference.v1.CallResponse;
import io.salus.proto.inference.v1.ProtocolServiceGrpc;
import io.salus.service.errors.AppException.Unavailable;

/** Answers requests with what came: bytes with bytes, others with method and path. */
final class FakeProtocol extends ProtocolServiceGrpc.ProtocolServiceImplBase {
  private final Unanswered unanswered;

  FakeProtocol(Unanswered unanswered) {
    this.unanswered = unanswered;
  }

  @Override
  public void call(CallRequest request, StreamObserver<CallResponse> out) {
    if (request.getPath().endsWith("/never/infer")) {
      unanswered.keep(out);
      return;
    }
    FakeRecords.answer(out, () -> response(request));
  }

  private static CallResponse response(CallRequest request) {
    if (request.getPath().endsWith("/away/infer")) {
      throw new Unavailable("The database does not answer now; try again shortly.");
    }
    CallResponse.Builder response = CallResponse.newBuilder().setStatus(200);
    if (request.hasJsonLength()) {
      return response
          .setContentType("application/octet-stream")
          .setJsonLength(request.getJsonLength())
          .setBody(request.getBody())
          .build();
    }
    if (request.getPath().endsWith("/full/infer")) {
      response.setStatus(429).setRetryAfterSeconds(3);
    }
    return response
        .setContentType("application/json")
        .setBody(
            ByteString.copyFromUtf8(
                "{\"method\":\"%s\",\"path\":\"%s\",\"bytes\":%d}"
                    .formatted(request.getMethod(), request.getPath(), request.getBody().size())))
        .build();
  }
}
