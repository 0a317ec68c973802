package io.salus.service.grpc;

import io.salus.service.errors.AppException.Unauthenticated;
import io.salus.service.security.Caller;
import io.salus.service.security.CallerContext;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call besides its message.
 *
 * @param known who calls; null in an open method that was called without a token
 * @param token that proved it, to be forwarded
 * @param deadline on the clock of {@link System#nanoTime}; 0 for none
 */
public record UnaryCall(@Nullable Caller known, @Nullable String token, long deadline) {

  /** The call that this thread begins to answer for the general gRPC server. */
  public static UnaryCall current() {
    return new UnaryCall(CallerContext.known(), CallerContext.token(), CallDeadline.current());
  }

  /** Who calls. Throws {@link Unauthenticated} when nobody has said so. */
  public Caller caller() {
    if (known == null) {
      throw new Unauthenticated("A bearer token is needed.");
    }
    return known;
  }
}
