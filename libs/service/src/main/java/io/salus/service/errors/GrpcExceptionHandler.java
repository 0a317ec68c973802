package io.salus.service.errors;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.ExceptionHandler;
import io.quarkus.grpc.ExceptionHandlerProvider;
import jakarta.enterprise.context.ApplicationScoped;

/** The one place where a failure of a gRPC handler becomes the status that the client sees. */
@ApplicationScoped
public class GrpcExceptionHandler implements ExceptionHandlerProvider {
  @Override
  public <Q, R> ExceptionHandler<Q, R> createHandler(
      Listener<Q> listener, ServerCall<Q, R> call, Metadata metadata) {
    return new ExceptionHandler<>(listener, call, metadata) {
      @Override
      protected void handleException(
          Throwable failure, ServerCall<Q, R> failedCall, Metadata headers) {
        StatusRuntimeException status = GrpcErrors.toStatus(failure);
        Metadata trailers = status.getTrailers();
        failedCall.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
      }
    };
  }

  @Override
  public Throwable transform(Throwable failure) {
    return GrpcErrors.toStatus(failure);
  }
}
