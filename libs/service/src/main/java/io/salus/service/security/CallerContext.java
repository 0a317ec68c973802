package io.salus.service.security;

import io.grpc.Context;
import io.salus.service.errors.AppException.Unauthenticated;
import org.jspecify.annotations.Nullable;

/**
 * The caller of the gRPC call in hand, and the token that proved it. Read it first thing in a
 * handler and pass the value on: it does not follow into callbacks.
 */
public final class CallerContext {
  static final Context.Key<Caller> CALLER = Context.key("salus-caller");
  static final Context.Key<String> TOKEN = Context.key("salus-token");

  private CallerContext() {}

  /**
   * The verified caller. Throws {@link Unauthenticated} in an open method that was called without a
   * token.
   */
  public static Caller current() {
    Caller caller = known();
    if (caller == null) {
      throw new Unauthenticated("A bearer token is needed.");
    }
    return caller;
  }

  /** The verified caller, or null in an open method that was called without a token. */
  public static @Nullable Caller known() {
    return CALLER.get();
  }

  /** The bearer token of the call, to be forwarded, or null when there is none. */
  public static @Nullable String token() {
    return TOKEN.get();
  }
}
