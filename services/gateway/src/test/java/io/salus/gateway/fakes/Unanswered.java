package io.salus.gateway.fakes;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls that are never answered, and how many of them were given up. */
final class Unanswered {
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger givenUp = new AtomicInteger();

  void keep(StreamObserver<?> out) {
    if (out instanceof ServerCallStreamObserver<?> call) {
      call.setOnCancelHandler(givenUp::incrementAndGet);
    }
    asked.incrementAndGet();
  }

  boolean asked(int times) {
    return asked.get() >= times;
  }

  boolean givenUp(int times) {
    return givenUp.get() >= times;
  }
}
