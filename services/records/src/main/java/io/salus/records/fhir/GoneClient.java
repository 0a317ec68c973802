package io.salus.records.fhir;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.salus.proto.records.v1.OperationServiceGrpc;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells an operation that its client went away. The gRPC server knows it only while the request is
 * coming in, the HTTP server below it always: a number in the headers says which call is meant.
 */
@ApplicationScoped
class GoneClient implements ServerInterceptor {
  private static final int AFTER_AUTHENTICATION = 9_000;
  private static final String PATH =
      "/" + OperationServiceGrpc.getOperateMethod().getFullMethodName();
  private static final String HEADER = "salus-call";
  private static final Metadata.Key<String> NUMBER =
      Metadata.Key.of(HEADER, Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<Watch> WATCH = Context.key(HEADER);

  /** One call, on the event loop of its connection. */
  private static final class Watch {
    private @Nullable Runnable handler;
    private boolean gone;

    synchronized void gone() {
      gone = true;
      if (handler != null) {
        handler.run();
      }
    }

    synchronized void handler(Runnable wanted) {
      handler = wanted;
      if (gone) {
        wanted.run();
      }
    }
  }

  private final AtomicLong calls = new AtomicLong();
  private final Map<String, Watch> open = new ConcurrentHashMap<>();

  void register(@Observes Filters filters) {
    filters.register(this::watch, AFTER_AUTHENTICATION);
  }

  /** To be run when the client of the call in hand is gone, also when all went well. */
  static void whenGone(Runnable handler) {
    Watch watch = WATCH.get();
    if (watch != null) {
      watch.handler(handler);
    }
  }

  private void watch(RoutingContext http) {
    if (PATH.equals(http.request().path())) {
      String number = Long.toString(calls.incrementAndGet());
      Watch watch = new Watch();
      open.put(number, watch);
      http.request().headers().set(HEADER, number);
      http.addEndHandler(
          ended -> {
            open.remove(number);
            watch.gone();
          });
    }
    http.next();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String number = headers.get(NUMBER);
    Watch watch = number == null ? null : open.get(number);
    return watch == null
        ? next.startCall(call, headers)
        : Contexts.interceptCall(Context.current().withValue(WATCH, watch), call, headers, next);
  }
}
