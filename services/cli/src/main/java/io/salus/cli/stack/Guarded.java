package io.salus.cli.stack;

import io.salus.cli.stack.StackState.Component;
import io.salus.cli.stack.StackState.Health;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One process that must always run: started, watched, and started again when it dies, until told to
 * stop.
 */
final class Guarded {
  private static final System.Logger LOG = System.getLogger(Guarded.class.getName());
  private static final Duration LOOK = Duration.ofMillis(150);

  /** Starts the process. */
  interface Starter {
    Process start() throws IOException;
  }

  private final String name;
  private final Starter starter;
  private final BooleanSupplier ready;
  private final StateBoard board;
  private final Runnable onReady;
  private final java.util.function.IntConsumer onEarlyDeath;
  private volatile boolean stopping;
  private volatile @Nullable Process process;
  private boolean everReady;

  /**
   * @param onReady called once, when it is ready for the first time
   * @param onEarlyDeath called with the count when it died before it was ever ready
   */
  Guarded(
      String name,
      Starter starter,
      BooleanSupplier ready,
      StateBoard board,
      Runnable onReady,
      java.util.function.IntConsumer onEarlyDeath) {
    this.name = name;
    this.starter = starter;
    this.ready = ready;
    this.board = board;
    this.onReady = onReady;
    this.onEarlyDeath = onEarlyDeath;
  }

  /** Runs until {@link #stop} is called. */
  void guard() {
    var backoff = new Backoff();
    int deaths = 0;
    while (!stopping) {
      long started = System.nanoTime();
      try {
        run();
      } catch (IOException e) {
        LOG.log(Level.ERROR, "{0} could not be started: {1}", name, e.getMessage());
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "{0} could not be started", name, e);
      }
      if (stopping) {
        break;
      }
      deaths++;
      if (!everReady) {
        onEarlyDeath.accept(deaths);
      }
      int restarts = deaths;
      board.change(
          name, c -> new Component(name, Health.RESTARTING, null, restarts, c.startSeconds()));
      Duration pause = backoff.after(Duration.ofNanos(System.nanoTime() - started));
      LOG.log(Level.WARNING, "{0} ended; it starts again in {1} ms", name, pause.toMillis());
      Waiting.pause(pause);
    }
    board.change(
        name, c -> new Component(name, Health.STOPPED, null, c.restarts(), c.startSeconds()));
  }

  private void run() throws IOException {
    long started = System.nanoTime();
    Process child = starter.start();
    process = child;
    if (stopping) {
      child.destroy();
    }
    var identity = ProcessIdentity.of(child.pid()).orElse(null);
    LOG.log(Level.INFO, "{0} starts as process {1}", name, child.pid());
    board.change(
        name, c -> new Component(name, Health.STARTING, identity, c.restarts(), c.startSeconds()));
    while (child.isAlive() && !ready.getAsBoolean()) {
      if (!Waiting.pause(LOOK)) {
        return;
      }
    }
    if (child.isAlive()) {
      double seconds = (System.nanoTime() - started) / 1e9;
      LOG.log(Level.INFO, "{0} is ready after {1} s", name, seconds);
      board.change(name, c -> new Component(name, Health.READY, identity, c.restarts(), seconds));
      if (!everReady) {
        everReady = true;
        onReady.run();
      }
    }
    try {
      child.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks the process to end, waits, and ends it for sure. */
  void stop(String signal, int graceSeconds) {
    stopping = true;
    Process child = process;
    if (child == null || !child.isAlive()) {
      return;
    }
    ProcessIdentity.signal(child.pid(), signal);
    try {
      if (!child.waitFor(graceSeconds, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "{0} did not end in {1} s and is killed", name, graceSeconds);
        child.destroyForcibly();
        child.waitFor(10, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      child.destroyForcibly();
    }
  }
}
