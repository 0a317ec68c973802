package io.salus.gateway.fakes;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.Unauthenticated;
import io.salus.service.errors.GrpcErrors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;

/** Wants the caller's token, as every service does; a token of scope {@code none} is too little. */
final class FakeAuthentication implements ServerInterceptor {
  /** The tenant that has two promoted models. */
  static final Context.Key<Boolean> TWO_MODELS = Context.keyWithDefault("two-models", false);

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Set<String> OPEN =
      Set.of("Capabilities", "ServerLive", "ServerReady", "ServerMetadata", "Call");

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    if (OPEN.contains(String.valueOf(call.getMethodDescriptor().getBareMethodName()))) {
      return next.startCall(call, headers);
    }
    String authorization = headers.get(AUTHORIZATION);
    if (authorization == null) {
      return refuse(call, new Unauthenticated("A bearer token is needed."));
    }
    String claims =
        new String(
            Base64.getUrlDecoder().decode(authorization.split("\\.")[1]), StandardCharsets.UTF_8);
    return claims.contains("\"scope\":\"none\"")
        ? refuse(call, new Forbidden("This needs another scope."))
        : Contexts.interceptCall(
            Context.current().withValue(TWO_MODELS, claims.contains("\"tenant\":\"two-models\"")),
            call,
            headers,
            next);
  }

  private static <Q, R> ServerCall.Listener<Q> refuse(ServerCall<Q, R> call, AppException why) {
    StatusRuntimeException status = GrpcErrors.toStatus(why);
    Metadata trailers = status.getTrailers();
    call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
    return new ServerCall.Listener<>() {};
  }
}
