package io.salus.records.subscription;

import io.salus.records.store.ResourceStore;
import io.salus.service.errors.AppException.Busy;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All streams of events of this process. */
@ApplicationScoped
class EventStreams {
  private static final int MOST_CRITERIA = 20;
  private static final String CRITERIA = "criteria";

  private final ResourceStore store;
  private final Indexing indexing;
  private final ChangeLog log;
  private final LogEnds ends;
  private final TenantTransactions transactions;
  private final SubscriptionConfig config;
  private final AtomicInteger open;

  EventStreams(
      ResourceStore store,
      Indexing indexing,
      ChangeLog log,
      LogEnds ends,
      TenantTransactions transactions,
      SubscriptionConfig config,
      SubscriptionMetrics metrics) {
    this.store = store;
    this.indexing = indexing;
    this.log = log;
    this.ends = ends;
    this.transactions = transactions;
    this.config = config;
    this.open = metrics.streams();
  }

  /**
   * Starts a stream on a thread of its own; what cannot be understood is thrown at once.
   *
   * @param lastEventId where the reader was; empty to begin now
   * @param done is told the end: null when it ended well
   */
  void start(
      Caller caller,
      List<String> criteria,
      String lastEventId,
      Instant expiry,
      EventStream.Sink sink,
      Consumer<@Nullable Throwable> done) {
    Watch watch = new Watch(caller, parse(caller, criteria), store, indexing);
    Position last =
        lastEventId.isEmpty()
            ? null
            : Position.parse(lastEventId)
                .orElseThrow(
                    () ->
                        new InvalidInput("The last event id is not one of ours.", "Last-Event-ID"));
    if (open.incrementAndGet() > config.streams()) {
      open.decrementAndGet();
      throw new Busy("Too many streams of events are open.", Duration.ofSeconds(5));
    }
    EventStream stream = new EventStream(watch, sink, log, ends, transactions, config, expiry);
    Thread.ofVirtual().name("events").start(() -> run(stream, last, sink, done));
  }

  void wake() {
    ends.wake();
  }

  private void run(
      EventStream stream,
      @Nullable Position last,
      EventStream.Sink sink,
      Consumer<@Nullable Throwable> done) {
    Throwable failure = null;
    try {
      stream.run(last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException | RuntimeException e) {
      failure = e;
    } finally {
      open.decrementAndGet();
    }
    if (!sink.cancelled()) {
      done.accept(failure);
    }
  }

  private static List<Criteria> parse(Caller caller, List<String> texts) {
    if (texts.isEmpty() || texts.size() > MOST_CRITERIA) {
      throw new InvalidInput(
          "Say what to watch: 1 to 20 criteria, such as criteria=Observation?patient=Patient/1.",
          CRITERIA);
    }
    List<Criteria> all = new ArrayList<>();
    texts.forEach(text -> all.add(Criteria.parse(caller, text, CRITERIA)));
    return all;
  }
}
