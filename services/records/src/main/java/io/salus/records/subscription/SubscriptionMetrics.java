package io.salus.records.subscription;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Figures of all tenants together: a tenant, endpoint or subscription is never a label. */
@ApplicationScoped
class SubscriptionMetrics {
  private final DataSource dataSource;
  private final MeterRegistry registry;
  private final Timer delay;
  private final Counter failed;
  private final Counter dead;
  private final AtomicInteger streams = new AtomicInteger();

  SubscriptionMetrics(DataSource dataSource, MeterRegistry registry) {
    this.dataSource = dataSource;
    this.registry = registry;
    this.delay =
        Timer.builder("salus.subscriptions.delivered")
            .description("Notifications that endpoints took, by the time since the change")
            .register(registry);
    this.failed =
        Counter.builder("salus.subscriptions.failed")
            .description("Tries that endpoints did not take")
            .register(registry);
    this.dead =
        Counter.builder("salus.subscriptions.given.up")
            .description("Notifications that became dead letters")
            .register(registry);
  }

  void register(@Observes StartupEvent start) {
    Gauge.builder("salus.subscriptions.waiting", this, metrics -> metrics.count("waiting"))
        .description("Notifications still to be told, in all tenants")
        .register(registry);
    Gauge.builder("salus.subscriptions.dead", this, metrics -> metrics.count("dead"))
        .description("Dead letters, in all tenants")
        .register(registry);
    Gauge.builder("salus.events.streams", streams, AtomicInteger::get)
        .description("Streams of events that are open")
        .register(registry);
  }

  void delivered(Duration sinceChange) {
    delay.record(sinceChange.isNegative() ? Duration.ZERO : sinceChange);
  }

  void failed() {
    failed.increment();
  }

  void dead() {
    dead.increment();
  }

  AtomicInteger streams() {
    return streams;
  }

  /** The count, or -1 while the database does not answer. */
  private long count(String column) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement count =
            connection.prepareStatement("select " + column + " from deliveries_waiting()");
        ResultSet row = count.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    } catch (SQLException e) {
      return -1;
    }
  }
}
