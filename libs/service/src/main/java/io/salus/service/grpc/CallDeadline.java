package io.salus.service.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long the client of a call waits. The Vert.x gRPC server leaves its header to the services;
 * one that queues calls need not compute what nobody waits for.
 */
@ApplicationScoped
@GlobalInterceptor
public class CallDeadline implements ServerInterceptor {
  private static final Metadata.Key<String> TIMEOUT =
      Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<Long> UNTIL = Context.key("salus-until");

  /**
   * When the client of the call in hand gives up, on the clock of {@link System#nanoTime}; 0 for
   * never.
   */
  public static long current() {
    Long until = UNTIL.get();
    return until == null ? 0 : until;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    long until = until(headers.get(TIMEOUT));
    return until == 0
        ? next.startCall(call, headers)
        : Contexts.interceptCall(Context.current().withValue(UNTIL, until), call, headers, next);
  }

  /** When a call with such a header ends, on the clock of {@link System#nanoTime}; 0 for never. */
  static long until(@Nullable String timeout) {
    long nanos = nanos(timeout);
    if (nanos <= 0) {
      return 0;
    }
    long until = System.nanoTime() + nanos;
    return until == 0 ? 1 : until;
  }

  /** At most eight digits and a unit, as gRPC over HTTP/2 writes it; 0 for none. */
  private static long nanos(@Nullable String timeout) {
    if (timeout == null || timeout.length() < 2 || timeout.length() > 9) {
      return 0;
    }
    long value;
    try {
      value = Long.parseLong(timeout.substring(0, timeout.length() - 1));
    } catch (NumberFormatException e) {
      return 0;
    }
    return switch (timeout.charAt(timeout.length() - 1)) {
      case 'H' -> TimeUnit.HOURS.toNanos(value);
      case 'M' -> TimeUnit.MINUTES.toNanos(value);
      case 'S' -> TimeUnit.SECONDS.toNanos(value);
      case 'm' -> TimeUnit.MILLISECONDS.toNanos(value);
      case 'u' -> TimeUnit.MICROSECONDS.toNanos(value);
      case 'n' -> value;
      default -> 0;
    };
  }
}
