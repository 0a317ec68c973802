package io.salus.records.subscription;

import io.salus.service.security.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody who reads a stream of events, as fast as the test lets them. */
final class Reader implements EventStream.Sink, AutoCloseable {
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Semaphore room = new Semaphore(Integer.MAX_VALUE);
  private final EventStreams streams;
  private volatile boolean gone;
  private volatile @Nullable Throwable failure;

  private Reader(EventStreams streams) {
    this.streams = streams;
  }

  static Reader open(EventStreams streams, Caller caller, String last, String... criteria) {
    return open(streams, caller, last, Instant.now().plusSeconds(60), criteria);
  }

  static Reader open(
      EventStreams streams, Caller caller, String last, Instant expiry, String... criteria) {
    Reader reader = new Reader(streams);
    streams.start(caller, List.of(criteria), last, expiry, reader, reader::end);
    return reader;
  }

  /** Takes no more than so many from now on. */
  Reader takes(int count) {
    room.drainPermits();
    room.release(count);
    return this;
  }

  Event next() throws InterruptedException {
    Event event = events.poll(15, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no event came: " + failure);
    }
    return event.kind() == Event.Kind.ALIVE ? next() : event;
  }

  /** Kind and resource of the next events. */
  List<String> next(int count) throws InterruptedException {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Event event = next();
      LoggedChange change = event.change();
      seen.add(event.kind() + (change == null ? "" : " " + change.type() + "/" + change.id()));
    }
    return seen;
  }

  boolean ends() throws InterruptedException {
    return ended.await(15, TimeUnit.SECONDS);
  }

  private void end(@Nullable Throwable why) {
    failure = why;
    ended.countDown();
  }

  @Override
  public boolean ready(Duration within) throws InterruptedException {
    return room.tryAcquire(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void send(Event event) {
    events.add(event);
  }

  @Override
  public boolean cancelled() {
    return gone;
  }

  @Override
  public void close() {
    gone = true;
    streams.wake();
  }
}
