package io.salus.gateway.backend;

import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.salus.service.errors.AppException;
import io.salus.service.errors.GrpcErrors;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Passes the body of an HTTP request on to a service as a stream, no faster than the service takes
 * it: while it does not, nothing is read from the client. An error of the service is answered at
 * once; what still comes is thrown away for a while, so that its sender sees why.
 */
public final class UploadClient<Q, R> {
  private static final int PIECE = 64 * 1024;
  private static final Duration DRAIN = Duration.ofSeconds(10);

  /** What becomes of it; called once, on the request's event loop. */
  public interface Answer<R> {
    /** The service has it. */
    void done(R response);

    /** It has not. */
    void failed(AppException failure);
  }

  private final RoutingContext http;
  private final HttpServerRequest request;
  private final Context context;
  private final ClientCall<Q, R> call;
  private final Function<Buffer, Q> piece;
  private final Answer<R> answer;
  private @Nullable R response;
  private boolean received;
  private boolean over;

  private UploadClient(
      RoutingContext http, ClientCall<Q, R> call, Function<Buffer, Q> piece, Answer<R> answer) {
    this.http = http;
    this.request = http.request();
    this.context = http.vertx().getOrCreateContext();
    this.call = call;
    this.piece = piece;
    this.answer = answer;
  }

  /** Starts passing; returns at once. To be called on the request's event loop, body unread. */
  public static <Q, R> void pass(
      RoutingContext http,
      Channel channel,
      MethodDescriptor<Q, R> method,
      Q head,
      Function<Buffer, Q> piece,
      Duration within,
      Answer<R> answer) {
    ClientCall<Q, R> call = channel.newCall(method, BackendClient.options(http, within));
    new UploadClient<>(http, call, piece, answer).start(head);
  }

  private void start(Q head) {
    http.addEndHandler(
        ended -> {
          if (!over) {
            over = true;
            call.cancel("the client went away", null);
          }
        });
    request.exceptionHandler(
        gone -> {
          if (!over) {
            over = true;
            call.cancel("the client went away", null);
          }
        });
    call.start(
        new ClientCall.Listener<R>() {
          @Override
          public void onReady() {
            context.runOnContext(v -> request.resume());
          }

          @Override
          public void onMessage(R message) {
            context.runOnContext(v -> response = message);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            context.runOnContext(v -> finish(status, trailers));
          }
        },
        new Metadata());
    call.request(1);
    call.sendMessage(head);
    request.handler(this::receive);
    request.endHandler(end -> complete());
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
  }

  private void receive(Buffer body) {
    if (over) {
      return;
    }
    for (int from = 0; from < body.length(); from += PIECE) {
      call.sendMessage(piece.apply(body.slice(from, Math.min(body.length(), from + PIECE))));
    }
    if (!call.isReady()) {
      request.pause();
    }
  }

  private void complete() {
    received = true;
    if (!over) {
      call.halfClose();
    }
  }

  private void finish(Status status, Metadata trailers) {
    if (over) {
      return;
    }
    over = true;
    R stored = response;
    if (status.isOk() && stored != null) {
      answer.done(stored);
      return;
    }
    request.resume();
    if (!received) {
      http.vertx()
          .setTimer(
              DRAIN.toMillis(),
              timer -> {
                if (!received) {
                  request.connection().close();
                }
              });
    }
    answer.failed(
        status.isOk()
            ? new AppException.Unavailable("A service gave no answer.")
            : GrpcErrors.fromStatus(status.asRuntimeException(trailers)));
  }
}
