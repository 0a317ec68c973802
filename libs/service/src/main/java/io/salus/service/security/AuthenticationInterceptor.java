package io.salus.service.security;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GlobalInterceptor;
import io.salus.service.errors.AppException;
import io.salus.service.errors.GrpcErrors;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;
import java.util.Set;

/**
 * Every gRPC call needs a token that stands, but for the methods that are open by configuration.
 */
@ApplicationScoped
@GlobalInterceptor
public class AuthenticationInterceptor implements ServerInterceptor, Prioritized {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final TokenVerifier verifier;
  private final Set<String> open;

  AuthenticationInterceptor(TokenVerifier verifier, SecurityConfig config) {
    this.verifier = verifier;
    this.open = config.openMethods().orElse(Set.of());
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String authorization = headers.get(AUTHORIZATION);
    String method = call.getMethodDescriptor().getFullMethodName();
    if (authorization == null
        && (open.contains(method) || method.startsWith("grpc.health.v1.Health/"))) {
      return next.startCall(call, headers);
    }
    try {
      TokenVerifier.Proof proof = verifier.proof(authorization);
      Context context =
          Context.current()
              .withValues(CallerContext.CALLER, proof.caller(), CallerContext.TOKEN, proof.token());
      return Contexts.interceptCall(context, call, headers, next);
    } catch (AppException e) {
      StatusRuntimeException status = GrpcErrors.toStatus(e);
      Metadata trailers = status.getTrailers();
      call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
      return new ServerCall.Listener<>() {};
    }
  }

  @Override
  public int getPriority() {
    return Integer.MAX_VALUE - 100;
  }
}
