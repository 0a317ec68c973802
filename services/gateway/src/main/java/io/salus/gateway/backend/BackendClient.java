package io.salus.gateway.backend;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.salus.service.errors.AppException;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.grpc.Bearer;
import io.salus.service.grpc.ClientsConfig.Calls;
import io.salus.service.security.HttpAuthentication;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls for the HTTP request in hand: with its token, under a deadline, and cancelled when
 * its client goes away. Failures are the {@link AppException} that the service threw.
 */
@ApplicationScoped
public class BackendClient {
  private final CurrentVertxRequest requests;
  private final Duration deadline;

  BackendClient(CurrentVertxRequest requests, Calls calls) {
    this.requests = requests;
    this.deadline = calls.deadline();
  }

  /** The deadline of calls that need no longer one. */
  public Duration deadline() {
    return deadline;
  }

  /** The HTTP request that this thread answers. */
  public RoutingContext request() {
    return requests.getCurrent();
  }

  /** Starts a call; the future fails with an {@link AppException}. Never blocks. */
  public <Q, R> CompletableFuture<R> start(
      RoutingContext http,
      Channel channel,
      MethodDescriptor<Q, R> method,
      Q request,
      Duration within) {
    Started<R> started = start(options(http, within), channel, method, request);
    cancelAtEnd(http, started);
    return started.answer();
  }

  /** The same for requests of one caller together, with the token of them all. */
  public <Q, R> Started<R> startShared(
      String token, Channel channel, MethodDescriptor<Q, R> method, Q request, Duration within) {
    return start(bounded(within).withCallCredentials(new Bearer(token)), channel, method, request);
  }

  private static <Q, R> Started<R> start(
      CallOptions options, Channel channel, MethodDescriptor<Q, R> method, Q request) {
    ClientCall<Q, R> call = channel.newCall(method, options);
    Started<R> started = new Started<>(call, new CompletableFuture<>());
    ClientCalls.asyncUnaryCall(call, request, new Answer<>(started.answer()));
    return started;
  }

  /** The same for a request in several messages. */
  public <Q, R> CompletableFuture<R> startStream(
      RoutingContext http,
      Channel channel,
      MethodDescriptor<Q, R> method,
      List<Q> messages,
      Duration within) {
    ClientCall<Q, R> call = channel.newCall(method, options(http, within));
    Started<R> started = new Started<>(call, new CompletableFuture<>());
    cancelAtEnd(http, started);
    StreamObserver<Q> sending =
        ClientCalls.asyncClientStreamingCall(call, new Answer<>(started.answer()));
    messages.forEach(sending::onNext);
    sending.onCompleted();
    return started.answer();
  }

  private static void cancelAtEnd(RoutingContext http, Started<?> started) {
    http.addEndHandler(
        ended -> {
          if (!started.answer().isDone()) {
            started.cancel();
          }
        });
  }

  /** Makes a call and waits for the answer; for virtual threads only. Throws AppException. */
  public <Q, R> R ask(Channel channel, MethodDescriptor<Q, R> method, Q request) {
    return ask(channel, method, request, deadline);
  }

  /** The same with a deadline of its own. */
  public <Q, R> R ask(Channel channel, MethodDescriptor<Q, R> method, Q request, Duration within) {
    try {
      return start(request(), channel, method, request, within).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof AppException failure ? failure : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AppException.Unavailable("The gateway is stopping; try again shortly.");
    }
  }

  static CallOptions options(RoutingContext http, Duration within) {
    CallOptions bounded = bounded(within);
    boolean anonymous = http.request().getHeader("Authorization") == null;
    return anonymous
        ? bounded
        : bounded.withCallCredentials(new Bearer(HttpAuthentication.token(http)));
  }

  private static CallOptions bounded(Duration within) {
    return CallOptions.DEFAULT.withDeadlineAfter(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A call on its way, and the answer that it will have. */
  public record Started<R>(ClientCall<?, R> call, CompletableFuture<R> answer) {
    public void cancel() {
      call.cancel("the client went away", null);
    }
  }

  private static final class Answer<R> implements StreamObserver<R> {
    private final CompletableFuture<R> future;
    private @Nullable R value;

    Answer(CompletableFuture<R> future) {
      this.future = future;
    }

    @Override
    public void onNext(R message) {
      value = message;
    }

    @Override
    public void onError(Throwable failure) {
      StatusRuntimeException status =
          failure instanceof StatusRuntimeException known
              ? known
              : Status.fromThrowable(failure).asRuntimeException();
      future.completeExceptionally(GrpcErrors.fromStatus(status));
    }

    @Override
    public void onCompleted() {
      if (value == null) {
        future.completeExceptionally(new AppException.Unavailable("A service gave no answer."));
      } else {
        future.complete(value);
      }
    }
  }
}
