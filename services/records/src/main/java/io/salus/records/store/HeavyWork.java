package io.salus.records.store;

import io.salus.service.errors.AppException.Busy;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Threads for what computes for milliseconds: parsing, checking, indexing, packing. As many as
 * there are cores, so that the event loops stay free for reads.
 */
@ApplicationScoped
public class HeavyWork {
  private static final int WAITING = 1000;

  private final ThreadPoolExecutor threads;

  HeavyWork() {
    int cores = Runtime.getRuntime().availableProcessors();
    this.threads =
        new ThreadPoolExecutor(
            cores,
            cores,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("records-heavy-", 0).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /** Computes on one of the threads; {@link Busy} when too much waits already. */
  public <T> Uni<T> compute(Supplier<T> work) {
    return Uni.createFrom()
        .completionStage(() -> CompletableFuture.supplyAsync(work, threads))
        .onFailure(RejectedExecutionException.class)
        .transform(e -> new Busy("The records have too much to do.", Duration.ofSeconds(1)))
        .onFailure(java.util.concurrent.CompletionException.class)
        .transform(e -> e.getCause() == null ? e : e.getCause());
  }

  @PreDestroy
  void stop() {
    threads.shutdown();
  }
}
