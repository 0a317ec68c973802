package io.salus.inference.batching;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that compute, one a core that this process may use (the JVM asks the cgroup). Engines
 * compute on the thread that calls them, so that there are never more than cores.
 */
@Singleton
public class Workers implements Executor {
  private final int threads = Runtime.getRuntime().availableProcessors();
  private final AtomicInteger names = new AtomicInteger();
  private final Refusals refusals = new Refusals();
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          threads,
          threads,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          work -> Thread.ofPlatform().daemon().name(name()).unstarted(work));
  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(
          1, work -> Thread.ofPlatform().daemon().name("inference-deadlines").unstarted(work));

  public Workers() {
    clock.setRemoveOnCancelPolicy(true);
  }

  private String name() {
    return "inference-" + names.incrementAndGet();
  }

  /** How those are refused for whom there are too few. */
  public Refusals refusals() {
    return refusals;
  }

  int threads() {
    return threads;
  }

  @Override
  public void execute(Runnable work) {
    pool.execute(work);
  }

  /** Whether other work waits for a thread. */
  boolean wanted() {
    return !pool.getQueue().isEmpty();
  }

  Future<?> at(long nanoTime, Runnable work) {
    return clock.schedule(work, nanoTime - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @PreDestroy
  void close() {
    pool.shutdownNow();
    clock.shutdownNow();
  }
}
