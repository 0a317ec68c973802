package io.salus.records.fhir;

import io.salus.service.body.ByteBudget;
import io.salus.service.errors.AppException.TooLarge;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** Bounds the bytes of bodies in hand, so that large Bundles cannot fill the memory together. */
@ApplicationScoped
class BodyBudget {
  private final long largest;
  private final ByteBudget bodies;

  BodyBudget(FhirConfig config) {
    this.largest = config.largestBody().asLongValue();
    this.bodies = new ByteBudget(Math.max(largest, config.bodiesInFlight().asLongValue()));
  }

  /** Throws {@link TooLarge} for a body that is never taken. */
  void check(long size) {
    if (size > largest) {
      throw new TooLarge("The body is larger than " + (largest >> 20) + " MB.");
    }
  }

  /** Does the work while its body counts, once there is room for it. */
  <T> Uni<T> with(int size, Supplier<Uni<T>> work) {
    check(size);
    return bodies.with(size, work);
  }
}
