package io.salus.gateway.oip;

import com.google.protobuf.UnsafeByteOperations;
import io.salus.gateway.backend.BackendClient;
import io.salus.proto.inference.v1.CallRequest;
import io.salus.proto.inference.v1.CallResponse;
import io.salus.proto.inference.v1.ProtocolServiceGrpc;
import io.salus.service.grpc.GrpcChannels;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Passes requests of the Open Inference Protocol to inference as they came: tensors are read and
 * written in one place.
 */
@ApplicationScoped
class OipClient {
  /** A model is loaded from its files, and warmed up, while its caller waits. */
  private static final Duration LOADING = Duration.ofMinutes(5);

  private final BackendClient backend;
  private final LoopClient channels;

  OipClient(BackendClient backend, GrpcChannels channels) {
    this.backend = backend;
    this.channels = new LoopClient(channels, ProtocolServiceGrpc.getServiceDescriptor());
  }

  /**
   * An answer of inference.
   *
   * @param jsonLength bytes of the body that are JSON; -1 when all of them are
   * @param retryAfter seconds; 0 for none
   * @param allow methods, or empty
   */
  record Answer(
      int status, String contentType, long jsonLength, int retryAfter, String allow, Buffer body) {}

  /**
   * Passes the request in hand.
   *
   * @param jsonLength bytes of the body that are JSON; -1 when the request does not say
   */
  Future<Answer> pass(RoutingContext http, long jsonLength) {
    Buffer body = http.body().buffer();
    CallRequest.Builder request =
        CallRequest.newBuilder()
            .setMethod(http.request().method().name())
            .setPath(http.request().path());
    if (body != null) {
      request.setBody(UnsafeByteOperations.unsafeWrap(body.getBytes()));
    }
    if (jsonLength >= 0) {
      request.setJsonLength(jsonLength);
    }
    Context context = http.vertx().getOrCreateContext();
    boolean loads = http.request().path().startsWith("/v2/repository/models/");
    return Future.fromCompletionStage(
            backend.start(
                http,
                channels.here(),
                ProtocolServiceGrpc.getCallMethod(),
                request.build(),
                loads ? LOADING : backend.deadline()),
            context)
        .map(OipClient::answer);
  }

  private static Answer answer(CallResponse response) {
    return new Answer(
        response.getStatus(),
        response.getContentType(),
        response.hasJsonLength() ? response.getJsonLength() : -1,
        response.getRetryAfterSeconds(),
        response.getAllow(),
        Buffer.buffer(response.getBody().toByteArray()));
  }
}
