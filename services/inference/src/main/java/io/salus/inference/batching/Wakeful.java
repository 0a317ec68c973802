package io.salus.inference.batching;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps an event loop awake for a moment after an answer, where the next request has come within
 * such a moment many times in a row: to wake a sleeping core up takes longer than a small model. It
 * gives way to any other thread that wants the core, and rests when one did. The rule, to wait
 * actively only where that was of use before, is that of Linux' halt polling
 * (Documentation/virt/kvm/halt-polling).
 */
final class Wakeful implements Runnable {
  /** As long as Linux polls at most; who is farther away than a machine next door takes longer. */
  static final long MOMENT = TimeUnit.MICROSECONDS.toNanos(200);

  /** So many requests in a row have to come that soon. */
  static final int OFTEN = 32;

  /** A step takes less unless another thread had the core. */
  static final long STEP = TimeUnit.MICROSECONDS.toNanos(20);

  static final long REST = TimeUnit.MILLISECONDS.toNanos(10);

  /** Netty looks for what came in after so many tasks. */
  static final int TURN = 64;

  private static final ThreadLocal<Wakeful> CURRENT =
      ThreadLocal.withInitial(() -> new Wakeful(System::nanoTime));

  private final LongSupplier clock;
  private Executor loop = Runnable::run;
  private boolean awake;
  private boolean queued;
  private int soon;
  private int steps;
  private long answered;
  private long seen;
  private long resting;

  Wakeful(LongSupplier clock) {
    this.clock = clock;
    this.answered = clock.getAsLong() - MOMENT - 1;
    this.resting = answered;
  }

  /** That of the event loop that calls. */
  static Wakeful current() {
    return CURRENT.get();
  }

  /** A request came. */
  void came(long now) {
    awake = false;
    soon = now - answered > MOMENT ? 0 : Math.min(soon + 1, OFTEN);
  }

  /** Everybody was answered, and the loop has nothing to do. */
  void answered(Executor eventLoop) {
    answered = clock.getAsLong();
    if (soon == OFTEN && answered - resting > 0) {
      loop = eventLoop;
      seen = answered;
      steps = 0;
      awake = true;
      again();
    }
  }

  @Override
  public void run() {
    queued = false;
    if (awake && (++steps % TURN != 0 || goesOn())) {
      again();
    }
  }

  // Nothing here waits for the others: they are only offered the core.
  @SuppressWarnings("ThreadPriorityCheck")
  private boolean goesOn() {
    Thread.yield();
    long now = clock.getAsLong();
    if (now - seen > STEP) {
      resting = now + REST;
      awake = false;
    } else if (now - answered > MOMENT) {
      soon = 0;
      awake = false;
    }
    seen = now;
    return awake;
  }

  private void again() {
    if (!queued) {
      queued = true;
      loop.execute(this);
    }
  }
}
