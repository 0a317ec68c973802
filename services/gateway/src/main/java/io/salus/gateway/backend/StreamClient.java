package io.salus.gateway.backend;

import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.salus.service.errors.AppException;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.errors.HttpErrors;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes a stream of a service on as the body of an HTTP response, no faster than the client reads.
 * Errors before the first message are answered as errors; the call is cancelled when the client
 * goes away.
 */
public final class StreamClient<Q, R> {
  /** How messages become a body. */
  public interface Body<R> {
    /**
     * Sets status and headers, before the first message.
     *
     * @param first that message, or null when the stream ended without one
     */
    void begin(HttpServerResponse response, @Nullable R first);

    /** Bytes of one message. */
    Buffer encode(R message);

    /** The stream broke after the first message. */
    void broken(HttpServerResponse response, AppException failure);
  }

  private final RoutingContext http;
  private final Context context;
  private final Body<R> body;
  private final ClientCall<Q, R> call;
  private boolean begun;
  private boolean over;

  private StreamClient(RoutingContext http, ClientCall<Q, R> call, Body<R> body) {
    this.http = http;
    this.context = http.vertx().getOrCreateContext();
    this.call = call;
    this.body = body;
  }

  /** Starts passing; returns at once. To be called on the request's event loop. */
  public static <Q, R> void pass(
      RoutingContext http,
      Channel channel,
      MethodDescriptor<Q, R> method,
      Q request,
      Duration within,
      Body<R> body) {
    pass(http, channel, method, List.of(request), within, body);
  }

  /** The same for a request in several messages. */
  public static <Q, R> void pass(
      RoutingContext http,
      Channel channel,
      MethodDescriptor<Q, R> method,
      List<Q> requests,
      Duration within,
      Body<R> body) {
    ClientCall<Q, R> call = channel.newCall(method, BackendClient.options(http, within));
    new StreamClient<>(http, call, body).start(requests);
  }

  private void start(List<Q> requests) {
    http.addEndHandler(
        ended -> {
          if (!over) {
            over = true;
            call.cancel("the client went away", null);
          }
        });
    call.start(
        new ClientCall.Listener<R>() {
          @Override
          public void onMessage(R message) {
            context.runOnContext(v -> write(message));
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            context.runOnContext(v -> finish(status, trailers));
          }
        },
        new Metadata());
    call.request(1);
    requests.forEach(call::sendMessage);
    call.halfClose();
  }

  private void write(R message) {
    if (over) {
      return;
    }
    HttpServerResponse response = http.response();
    if (!begun) {
      begun = true;
      body.begin(response, message);
    }
    Buffer bytes = body.encode(message);
    if (bytes.length() > 0) {
      response.write(bytes);
    }
    if (response.writeQueueFull()) {
      response.drainHandler(v -> call.request(1));
    } else {
      call.request(1);
    }
  }

  private void finish(Status status, Metadata trailers) {
    if (over) {
      return;
    }
    over = true;
    HttpServerResponse response = http.response();
    if (status.isOk()) {
      if (!begun) {
        body.begin(response, null);
      }
      response.end();
      return;
    }
    AppException failure = GrpcErrors.fromStatus(status.asRuntimeException(trailers));
    if (begun) {
      body.broken(response, failure);
    } else {
      HttpErrors.end(http, failure);
    }
  }
}
