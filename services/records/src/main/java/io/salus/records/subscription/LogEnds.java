package io.salus.records.subscription;

import io.salus.service.tenant.TenantTransactions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Tells waiting streams that a log has grown. One question for all tenants at a time, however many
 * streams there are, and none while there is no stream.
 */
@ApplicationScoped
class LogEnds {
  static final String FOLLOWER = "events";
  private static final Logger LOG = Logger.getLogger(LogEnds.class);
  private static final Duration SEEN_EVERY = Duration.ofMinutes(5);

  private final ChangeLog log;
  private final TenantTransactions transactions;
  private final Duration poll;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Integer> waiting = new HashMap<>();
  private final Map<String, Position> ends = new HashMap<>();
  private boolean asking;
  private volatile boolean stopped;

  LogEnds(ChangeLog log, TenantTransactions transactions, SubscriptionConfig config) {
    this.log = log;
    this.transactions = transactions;
    this.poll = config.poll();
    // A service that stops waits for its requests first: streams have to end before that.
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("streams-end").unstarted(this::stop));
  }

  /** Whether the service stops; readers come again elsewhere. */
  boolean stopping() {
    return stopped;
  }

  /** Waits until there is something behind a place, or the time is over. */
  void await(String tenant, Position position, Duration most, BooleanSupplier over)
      throws InterruptedException {
    long left = most.toNanos();
    lock.lock();
    try {
      waiting.merge(tenant, 1, Integer::sum);
      startAsking();
      while (left > 0 && !stopped && !over.getAsBoolean() && !grown(tenant, position)) {
        left = changed.awaitNanos(left);
      }
    } finally {
      waiting.computeIfPresent(tenant, (t, count) -> count == 1 ? null : count - 1);
      lock.unlock();
    }
  }

  /** Wakes streams whose readers may have gone away. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean grown(String tenant, Position position) {
    Position end = ends.get(tenant);
    return end != null && end.compareTo(position) > 0;
  }

  private void startAsking() {
    if (!asking && !stopped) {
      asking = true;
      Thread.ofVirtual().name("log-ends").start(this::ask);
    }
  }

  private void ask() {
    long seenAt = System.nanoTime();
    while (true) {
      Map<String, Integer> tenants;
      lock.lock();
      try {
        if (waiting.isEmpty() || stopped) {
          asking = false;
          ends.clear();
          return;
        }
        tenants = Map.copyOf(waiting);
      } finally {
        lock.unlock();
      }
      try {
        Map<String, Position> found = log.ends(tenants.keySet());
        if (System.nanoTime() - seenAt > SEEN_EVERY.toNanos()) {
          seenAt = System.nanoTime();
          for (String tenant : tenants.keySet()) {
            stay(tenant);
          }
        }
        lock.lock();
        try {
          ends.putAll(found);
          changed.signalAll();
        } finally {
          lock.unlock();
        }
      } catch (SQLException | RuntimeException e) {
        LOG.debugf("The logs of changes cannot be asked now: %s", e.getClass().getSimpleName());
      }
      try {
        TimeUnit.NANOSECONDS.sleep(poll.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** The log goes on being written while somebody reads it. */
  private void stay(String tenant) {
    transactions.call(
        tenant,
        () -> {
          log.follow(tenant, FOLLOWER);
          return true;
        });
  }

  @PreDestroy
  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
