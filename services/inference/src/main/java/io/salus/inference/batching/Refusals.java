package io.salus.inference.batching;

import io.salus.service.errors.AppException.Busy;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How requests are refused when too many wait: cheaply, and not all at once. A refusal costs about
 * as much of the processor as a small model does, so clients that come again at once would take it
 * from the requests that are computed. A flood of refusals is therefore told at a steady rate, each
 * still within {@link #LONGEST}.
 */
public final class Refusals {
  /** Ten thousand a second: they take about a tenth of one core. */
  private static final long APART = TimeUnit.MICROSECONDS.toNanos(100);

  /** A client that may go elsewhere has to know within ten milliseconds. */
  private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(8);

  private static final long RECENT = TimeUnit.SECONDS.toNanos(1);

  /** One for all: a stack trace for each would cost more than the answer that is refused. */
  private final Busy full =
      new Busy("Too many requests wait for this model; try again shortly.", Duration.ofSeconds(1));

  private final AtomicLong next = new AtomicLong(System.nanoTime());
  private volatile long last = System.nanoTime() - 2 * RECENT;

  /** What who is refused is told; the same one every time. */
  public Busy full() {
    return full;
  }

  /** Whether some request was refused within the last second. */
  public boolean recent() {
    return System.nanoTime() - last < RECENT;
  }

  /**
   * Tells a refusal, at once when there are few.
   *
   * @param near the event loop of the request; without one it is told at once
   */
  public void tell(@Nullable Executor near, Runnable refusal) {
    long now = System.nanoTime();
    last = now;
    long turn =
        next.accumulateAndGet(
            now, (before, time) -> Math.min(Math.max(before + APART, time), time + LONGEST));
    // It may have waited to be read, too.
    long came = near == null ? now : Reading.current().since(now);
    long due = Math.min(turn, came + LONGEST);
    if (due - now > 0 && near instanceof ScheduledExecutorService loop) {
      var unused = loop.schedule(refusal, due - now, TimeUnit.NANOSECONDS);
    } else {
      refusal.run();
    }
  }
}
