package io.salus.gateway.door;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/** Memory that bodies of requests may take together. */
@ApplicationScoped
class BodyBudget {
  private final long limit;
  private final AtomicLong taken = new AtomicLong();

  BodyBudget(DoorConfig config) {
    long ofHeap = Math.max(config.maxBody().asLongValue(), Runtime.getRuntime().maxMemory() / 3);
    limit = config.bodiesInFlight().map(size -> size.asLongValue()).orElse(ofHeap);
  }

  /** Takes so many bytes, or none when they are not free. */
  boolean take(long bytes) {
    long after = taken.addAndGet(bytes);
    if (after <= limit) {
      return true;
    }
    taken.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }

  long taken() {
    return taken.get();
  }
}
