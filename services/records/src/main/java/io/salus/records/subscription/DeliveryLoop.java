package io.salus.records.subscription;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.salus.records.subscription.SubscriptionTable.Taken;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.id.TimeOrderedId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * What a serving process does all the time: reads the logs of changes, and takes subscriptions that
 * are due. Each is told on a thread of its own, so that a slow endpoint keeps nobody waiting.
 */
@ApplicationScoped
class DeliveryLoop {
  private static final Logger LOG = Logger.getLogger(DeliveryLoop.class);

  private final ChangeLog log;
  private final Matcher matcher;
  private final SubscriptionTable table;
  private final Deliverer deliverer;
  private final Tidying tidying;
  private final SubscriptionConfig config;
  private final UUID owner = TimeOrderedId.next();
  private final Semaphore places;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("subscription-", 0).factory());
  private volatile boolean stopping;
  private boolean silent;

  DeliveryLoop(
      ChangeLog log,
      Matcher matcher,
      SubscriptionTable table,
      Deliverer deliverer,
      Tidying tidying,
      SubscriptionConfig config) {
    this.log = log;
    this.matcher = matcher;
    this.table = table;
    this.deliverer = deliverer;
    this.tidying = tidying;
    this.config = config;
    this.places = new Semaphore(config.concurrency());
  }

  void start(@Observes StartupEvent event) {
    List<String> profiles = ConfigUtils.getProfiles();
    if (!profiles.contains("work") && !profiles.contains("migrate")) {
      Thread.ofPlatform().daemon().name("subscriptions").start(() -> repeat(this::match));
      Thread.ofPlatform().daemon().name("deliveries").start(() -> repeat(this::deliver));
    }
  }

  /** Deliveries under way are finished, so that they need not be told twice. */
  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping = true;
    threads.shutdown();
    if (!threads.awaitTermination(config.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
      threads.shutdownNow();
    }
  }

  private interface Round {
    void go() throws SQLException, InterruptedException;
  }

  private void repeat(Round round) {
    Instant tidyAt = Instant.now().plus(config.tidy());
    while (!stopping) {
      try {
        round.go();
        silent = false;
        if (Instant.now().isAfter(tidyAt)) {
          tidyAt = Instant.now().plus(config.tidy());
          tidying.tidy();
        }
        Thread.sleep(config.poll());
      } catch (InterruptedException e) {
        return;
      } catch (SQLException | RuntimeException e) {
        complain(e);
        pause();
      }
    }
  }

  private void match() throws SQLException {
    // One page of each in turn, so that a large import of one tenant does not hold up the others.
    boolean more = true;
    while (!stopping && more) {
      more = false;
      for (String tenant : log.behind(Matcher.FOLLOWER)) {
        more |= matcher.step(tenant);
      }
    }
  }

  private void deliver() throws SQLException {
    int free = places.availablePermits();
    while (!stopping && free > 0) {
      List<Taken> taken = table.take(owner, config.lease(), free);
      for (Taken one : taken) {
        places.acquireUninterruptibly();
        threads.execute(() -> deliver(one));
      }
      free = taken.isEmpty() ? 0 : places.availablePermits();
    }
  }

  private void deliver(Taken taken) {
    try {
      deliverer.run(taken, owner, () -> stopping);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      complain(e); // the lease runs out, and somebody takes it again
    } finally {
      places.release();
    }
  }

  /** Once until it works again: a database that is away would fill the log. */
  private void complain(Exception e) {
    if (!silent && !stopping) {
      silent = true;
      LOG.warnf("Subscriptions are not told now: %s", GrpcErrors.describe(e));
    }
  }

  private void pause() {
    try {
      Thread.sleep(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }
}
