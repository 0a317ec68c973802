package io.salus.records.fhir;

import io.salus.service.errors.AppException.Busy;
import io.salus.service.errors.AppException.TooLarge;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Bounds the bytes of bodies in hand, so that large Bundles cannot fill the memory together. */
@ApplicationScoped
class BodyBudget {
  private final long largest;
  private final long most;
  private final AtomicLong inFlight = new AtomicLong();

  BodyBudget(FhirConfig config) {
    this.largest = config.largestBody().asLongValue();
    this.most = Math.max(largest, config.bodiesInFlight().asLongValue());
  }

  /** Throws {@link TooLarge} for a body that is never taken. */
  void check(long size) {
    if (size > largest) {
      throw new TooLarge("The body is larger than " + (largest >> 20) + " MB.");
    }
  }

  /** Does the work while its body counts. */
  <T> Uni<T> with(int size, Supplier<Uni<T>> work) {
    check(size);
    if (inFlight.addAndGet(size) > most) {
      inFlight.addAndGet(-size);
      throw new Busy("Too many large bodies at once.", Duration.ofSeconds(1));
    }
    return Uni.createFrom().deferred(work::get).eventually(() -> inFlight.addAndGet(-size));
  }
}
