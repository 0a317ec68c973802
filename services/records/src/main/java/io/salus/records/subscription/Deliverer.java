package io.salus.records.subscription;

import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.records.subscription.SubscriptionTable.Taken;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells one subscription what it is to be told, in order. What the endpoint has taken is forgotten
 * after it answered: who dies in between tells it again, and nothing is lost.
 */
@ApplicationScoped
class Deliverer {
  private static final int AT_ONCE = 20;

  /** So that one with a long queue does not keep others waiting for a free place. */
  private static final int IN_ONE_GO = 200;

  private final TenantTransactions transactions;
  private final SubscriptionTable table;
  private final DeliveryTable deliveries;
  private final Subscriptions subscriptions;
  private final ResourceStore store;
  private final HookClient hook;
  private final StatusWriter status;
  private final SubscriptionMetrics metrics;
  private final SubscriptionConfig config;
  private final Waits waits;

  Deliverer(
      TenantTransactions transactions,
      SubscriptionTable table,
      DeliveryTable deliveries,
      Subscriptions subscriptions,
      ResourceStore store,
      HookClient hook,
      StatusWriter status,
      SubscriptionMetrics metrics,
      SubscriptionConfig config) {
    this.transactions = transactions;
    this.table = table;
    this.deliveries = deliveries;
    this.subscriptions = subscriptions;
    this.store = store;
    this.hook = hook;
    this.status = status;
    this.metrics = metrics;
    this.config = config;
    this.waits = new Waits(config.firstWait(), config.longestWait(), ThreadLocalRandom.current());
  }

  /**
   * Goes on until there is nothing more to tell, an endpoint fails, or it is told to stop. Blocks.
   */
  void run(Taken taken, UUID owner, BooleanSupplier stopping) throws InterruptedException {
    Optional<Subscription> found = subscriptions.find(taken.tenant(), taken.id(), taken.version());
    if (found.isEmpty() || !found.get().takes(Instant.now())) {
      rest(taken, owner, found.orElse(null));
      return;
    }
    Subscription subscription = found.get();
    for (int done = 0; done < IN_ONE_GO; ) {
      List<Delivery> next =
          transactions.call(
              taken.tenant(),
              () -> {
                List<Delivery> queue = deliveries.list(taken.tenant(), taken.id(), false, AT_ONCE);
                if (queue.isEmpty()) {
                  table.lock(taken);
                  queue = deliveries.list(taken.tenant(), taken.id(), false, AT_ONCE);
                  if (queue.isEmpty()) {
                    table.release(taken, owner, subscription.version(), false);
                  }
                }
                return queue;
              });
      if (next.isEmpty()) {
        return;
      }
      for (Delivery delivery : next) {
        if (stopping.getAsBoolean() || !tell(taken, owner, subscription, delivery)) {
          release(taken, owner);
          return;
        }
        done++;
      }
    }
    release(taken, owner);
  }

  /**
   * False when it is not to go on: the try failed, or the subscription has changed or is another's.
   */
  private boolean tell(Taken taken, UUID owner, Subscription subscription, Delivery delivery)
      throws InterruptedException {
    Optional<StoredVersion> version =
        store
            .versions(
                subscription.rights(),
                delivery.type(),
                delivery.id(),
                delivery.version(),
                delivery.version(),
                1)
            .await()
            .indefinitely()
            .stream()
            .filter(one -> !one.deleted())
            .findFirst();
    boolean allowed = subscription.rights().hasFhir(delivery.type(), 'r');
    try {
      if (version.isPresent() && allowed) {
        boolean payload = subscription.channel().payload();
        hook.tell(subscription.channel(), delivery, payload ? version.get().json() : null);
        metrics.delivered(Duration.between(delivery.at().toInstant(), Instant.now()));
      }
    } catch (UnreachableEndpoint e) {
      failed(taken, owner, subscription, delivery, e.reason());
      return false;
    }
    return transactions.call(
        taken.tenant(),
        () -> {
          OptionalInt current = table.delivered(taken, owner, config.lease());
          if (current.isPresent()) {
            deliveries.remove(taken.tenant(), taken.id(), delivery.number());
          }
          return current.isPresent() && current.getAsInt() == subscription.version();
        });
  }

  private void failed(
      Taken taken, UUID owner, Subscription subscription, Delivery delivery, String reason) {
    boolean dead = delivery.attempts() + 1 >= config.attempts();
    boolean mine =
        transactions.call(
            taken.tenant(),
            () -> {
              boolean still =
                  table.failed(taken, owner, reason, waits.after(delivery.attempts() + 1));
              if (still) {
                deliveries.failed(taken.tenant(), taken.id(), delivery.number(), reason, dead);
              }
              return still;
            });
    metrics.failed();
    if (mine && dead) {
      metrics.dead();
      status.set(
          taken.tenant(),
          taken.id(),
          subscription.version(),
          "error",
          "A notification was given up after " + config.attempts() + " tries: " + reason + ".");
    }
  }

  /** Nothing is told now; what waits of one that is off or gone is forgotten. */
  private void rest(Taken taken, UUID owner, @Nullable Subscription subscription) {
    boolean off = false;
    if (subscription != null) {
      boolean ended = subscription.ended(Instant.now());
      off = subscription.off() || ended;
      if (ended && subscription.active()) {
        status.set(taken.tenant(), taken.id(), subscription.version(), "off", null);
      }
    }
    boolean forget = off;
    int version = subscription == null ? taken.version() : subscription.version();
    transactions.call(
        taken.tenant(),
        () -> {
          table.lock(taken);
          if (forget) {
            deliveries.clear(taken.tenant(), taken.id());
          }
          table.release(taken, owner, version, false);
          return true;
        });
  }

  private void release(Taken taken, UUID owner) {
    transactions.call(
        taken.tenant(),
        () -> {
          table.release(taken, owner, taken.version(), true);
          return true;
        });
  }
}
