package io.salus.inference.serving;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.salus.inference.batching.Statistics;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Figures of every model in memory for Prometheus, read when they are scraped: requests pay nothing
 * for them. Names and numbers only, nothing of what was asked or answered.
 */
@ApplicationScoped
class ServedMetrics {
  private final MeterRegistry registry;
  private final Map<Served, List<Meter>> meters = new ConcurrentHashMap<>();

  ServedMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void here(Served served) {
    Tags tags =
        Tags.of(
            "owner",
            served.owner().toString(),
            "model",
            served.name(),
            "version",
            served.version());
    Statistics figures = served.statistics();
    List<Meter> made = new ArrayList<>();
    made.add(
        Gauge.builder("salus.inference.queue.rows", served.batcher(), b -> b.waiting())
            .description("Rows that wait for a worker")
            .tags(tags)
            .register(registry));
    made.add(timer("salus.inference.queue", "Waiting for a worker", tags, figures.queue()));
    made.add(timer("salus.inference.compute", "The engine, a request", tags, figures.infer()));
    made.add(timer("salus.inference.request", "Queue and engine", tags, figures.success()));
    made.add(
        FunctionCounter.builder("salus.inference.rows", figures, Statistics::rows)
            .description("Rows that were answered; by batches it is their mean size")
            .tags(tags)
            .register(registry));
    made.add(
        FunctionCounter.builder("salus.inference.batches", figures, Statistics::executions)
            .description("Batches that were run")
            .tags(tags)
            .register(registry));
    made.add(
        FunctionCounter.builder("salus.inference.failures", figures, f -> f.failure().count())
            .description("Requests that failed or were refused")
            .tags(tags)
            .register(registry));
    made.add(
        FunctionCounter.builder("salus.inference.refusals", figures, Statistics::refusals)
            .description("Requests that found the queue full")
            .tags(tags)
            .register(registry));
    meters.put(served, made);
  }

  private Meter timer(String name, String description, Tags tags, Statistics.Sum sum) {
    return FunctionTimer.builder(
            name, sum, Statistics.Sum::count, Statistics.Sum::nanos, TimeUnit.NANOSECONDS)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  void gone(Served served) {
    List<Meter> made = meters.remove(served);
    if (made != null) {
      made.forEach(registry::remove);
    }
  }
}
