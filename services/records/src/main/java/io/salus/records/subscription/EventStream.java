package io.salus.records.subscription;

import io.salus.service.tenant.TenantTransactions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One stream of events. It reads the log at its reader's pace, a page at a time, so that a slow
 * reader costs no memory: what it has not taken stays where it is.
 */
final class EventStream {
  private static final int PAGE = 100;

  private final Watch watch;
  private final Sink sink;
  private final ChangeLog log;
  private final LogEnds ends;
  private final TenantTransactions transactions;
  private final SubscriptionConfig config;
  private final Instant expiry;

  /** Where events go. */
  interface Sink {
    /** Waits until the reader takes more; false when it does not within the time. */
    boolean ready(Duration within) throws InterruptedException;

    /** To be called when it is ready, and once more before the end. */
    void send(Event event);

    boolean cancelled();
  }

  EventStream(
      Watch watch,
      Sink sink,
      ChangeLog log,
      LogEnds ends,
      TenantTransactions transactions,
      SubscriptionConfig config,
      Instant expiry) {
    this.watch = watch;
    this.sink = sink;
    this.log = log;
    this.ends = ends;
    this.transactions = transactions;
    this.config = config;
    this.expiry = expiry;
  }

  /**
   * Runs until the reader goes away or is too slow, the token expires, or the longest time is over.
   *
   * @param last where the reader was, or null to begin now
   */
  void run(@Nullable Position last) throws InterruptedException, SQLException {
    String tenant = watch.caller().tenant();
    Instant end = Instant.now().plus(config.longestStream());
    Position position = begin(tenant, last);
    Instant beat = Instant.now().plus(config.heartbeat());
    while (!sink.cancelled() && !ends.stopping() && Instant.now().isBefore(end)) {
      if (!Instant.now().isBefore(expiry)) {
        sink.send(Event.of(Event.Kind.EXPIRED, position));
        return;
      }
      Position from = position;
      ChangeLog.Page page =
          transactions.call(
              tenant, () -> log.between(tenant, from, log.end(), watch.types(), PAGE));
      for (LoggedChange change : page.changes()) {
        Optional<Event> event = watch.event(change);
        if (event.isPresent() && !send(event.get(), position)) {
          return;
        }
        position = change.position();
      }
      position = page.next();
      if (!page.changes().isEmpty()) {
        beat = Instant.now().plus(config.heartbeat());
      }
      if (!page.more()) {
        Instant until = earliest(beat, expiry, end);
        ends.await(tenant, position, Duration.between(Instant.now(), until), sink::cancelled);
        if (!Instant.now().isBefore(beat)) {
          if (!send(Event.of(Event.Kind.ALIVE, position), position)) {
            return;
          }
          beat = Instant.now().plus(config.heartbeat());
        }
      }
    }
  }

  private Position begin(String tenant, @Nullable Position last) throws SQLException {
    Position now =
        transactions.call(
            tenant,
            () -> {
              log.follow(tenant, LogEnds.FOLLOWER);
              return log.end();
            });
    if (last == null) {
      sink.send(Event.of(Event.Kind.READY, now));
      return now;
    }
    Optional<Position> horizon = log.horizon(tenant);
    boolean whole = horizon.isPresent() && last.compareTo(horizon.get()) >= 0;
    boolean known = last.compareTo(now) <= 0;
    if (whole && known) {
      sink.send(Event.of(Event.Kind.READY, last));
      return last;
    }
    sink.send(Event.of(Event.Kind.RESET, now));
    return now;
  }

  /** False when the reader is gone or too slow. */
  private boolean send(Event event, Position before) throws InterruptedException {
    if (!sink.ready(config.slowReader())) {
      if (!sink.cancelled()) {
        sink.send(Event.of(Event.Kind.SLOW, before));
      }
      return false;
    }
    sink.send(event);
    return true;
  }

  private static Instant earliest(Instant a, Instant b, Instant c) {
    Instant first = a.isBefore(b) ? a : b;
    return first.isBefore(c) ? first : c;
  }
}
