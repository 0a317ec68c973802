package io.salus.scheduling.mirror;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;

/** How far the mirror is behind, for alerts. */
@ApplicationScoped
class MirrorGauges {
  private final MirrorQueue queue;
  private final MeterRegistry registry;

  MirrorGauges(MirrorQueue queue, MeterRegistry registry) {
    this.queue = queue;
    this.registry = registry;
  }

  void register(@Observes StartupEvent start) {
    Gauge.builder("salus.scheduling.mirror.waiting", this, gauges -> gauges.count(false))
        .description("Resources that the records do not have yet")
        .register(registry);
    Gauge.builder("salus.scheduling.mirror.dead", this, gauges -> gauges.count(true))
        .description("Resources that the records refused until they were given up")
        .register(registry);
  }

  private double count(boolean dead) {
    try {
      return queue.count(dead);
    } catch (SQLException e) {
      return Double.NaN;
    }
  }
}
