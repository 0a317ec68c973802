package io.salus.records.subscription;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.salus.proto.records.v1.EventServiceGrpc.EventServiceImplBase;
import io.salus.proto.records.v1.WatchRequest;
import io.salus.proto.records.v1.WatchResponse;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.security.Caller;
import io.salus.service.security.CallerContext;
import io.salus.service.security.TokenVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Streams of events over gRPC. The plain gRPC base, because a stream goes on only as fast as its
 * reader takes it. Each has a virtual thread, which mostly waits.
 */
@GrpcService
class EventGrpcService extends EventServiceImplBase {
  private final EventStreams streams;
  private final TokenVerifier verifier;

  EventGrpcService(EventStreams streams, TokenVerifier verifier) {
    this.streams = streams;
    this.verifier = verifier;
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> observer) {
    var out = (ServerCallStreamObserver<WatchResponse>) observer;
    try {
      Caller caller = CallerContext.current();
      Instant expiry = verifier.expiry(String.valueOf(CallerContext.token()));
      GrpcSink sink = new GrpcSink(out, streams::wake);
      streams.start(
          caller,
          request.getCriteriaList(),
          request.getLastEventId(),
          expiry,
          sink,
          failure -> {
            if (failure == null) {
              out.onCompleted();
            } else {
              out.onError(GrpcErrors.toStatus(failure));
            }
          });
    } catch (RuntimeException e) {
      out.onError(GrpcErrors.toStatus(e));
    }
  }

  /** Lets the stream wait for its reader. */
  private static final class GrpcSink implements EventStream.Sink {
    private final ServerCallStreamObserver<WatchResponse> out;
    private final Semaphore becameReady = new Semaphore(0);

    GrpcSink(ServerCallStreamObserver<WatchResponse> out, Runnable gone) {
      this.out = out;
      out.setOnReadyHandler(becameReady::release);
      out.setOnCancelHandler(
          () -> {
            becameReady.release();
            gone.run();
          });
    }

    @Override
    public boolean ready(Duration within) throws InterruptedException {
      long end = System.nanoTime() + within.toNanos();
      while (!out.isReady() && !out.isCancelled()) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        if (becameReady.tryAcquire(left, TimeUnit.NANOSECONDS)) {
          becameReady.drainPermits();
        }
      }
      return !out.isCancelled();
    }

    @Override
    public void send(Event event) {
      out.onNext(EventProtoMapper.toProto(event));
    }

    @Override
    public boolean cancelled() {
      return out.isCancelled();
    }
  }
}
