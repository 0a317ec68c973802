package io.salus.gateway.door;

import io.salus.service.body.ByteBudget;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Memory that bodies of requests may take together. */
final class BodyBudget {
  private BodyBudget() {}

  @Produces
  @Singleton
  static ByteBudget bodies(DoorConfig config) {
    long ofHeap = Math.max(config.maxBody().asLongValue(), Runtime.getRuntime().maxMemory() / 3);
    return new ByteBudget(config.bodiesInFlight().map(size -> size.asLongValue()).orElse(ofHeap));
  }
}
