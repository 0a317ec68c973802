package io.salus.inference.batching;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * How long an event loop has been reading what came in. What it reads last waited for all that it
 * read before, unseen: that is a queue, too.
 */
final class Reading {
  private static final long LATE = TimeUnit.MILLISECONDS.toNanos(5);
  private static final ThreadLocal<Reading> CURRENT = ThreadLocal.withInitial(Reading::new);
  private volatile boolean goesOn;
  private long began;
  private boolean helping;

  /** That of the thread that calls. */
  static Reading current() {
    return CURRENT.get();
  }

  /** Notes a request. */
  void read(Executor loop, long now) {
    if (!goesOn) {
      goesOn = true;
      began = now;
      // Runs when all that has come was read.
      loop.execute(() -> goesOn = false);
    }
  }

  /** Since when what is read now may have waited for it. */
  long since(long now) {
    return goesOn ? began : now;
  }

  /** Whether what is read now waited so long already that it is not taken up any more. */
  boolean late(long now) {
    return goesOn && now - began > LATE;
  }

  /** Does work unless it is being done by this thread: an answer may lead to the next request. */
  boolean help(Runnable work) {
    if (helping) {
      return false;
    }
    helping = true;
    try {
      work.run();
      return true;
    } finally {
      helping = false;
    }
  }
}
