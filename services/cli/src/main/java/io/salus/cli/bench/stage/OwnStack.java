package io.salus.cli.bench.stage;

import io.salus.cli.home.Home;
import io.salus.cli.home.Trees;
import io.salus.cli.stack.Stack;
import io.salus.cli.terminal.Console;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A stack that begins empty and never outlives the command: it is stopped at the end, after an
 * error, and when the command is cancelled (Ctrl-C, SIGTERM).
 */
public final class OwnStack implements AutoCloseable {
  private static final Duration STARTING = Duration.ofSeconds(5);

  private final Stack stack;
  private final Console console;
  private final Thread hook = Thread.ofPlatform().unstarted(this::cancel);
  private volatile boolean cancelled;
  private volatile long started;

  OwnStack(Home home, Console console) throws IOException {
    this.stack = new Stack(home);
    this.console = console;
    stack.down(console);
    Trees.remove(home.directory());
    home.prepare();
    Runtime.getRuntime().addShutdownHook(hook);
  }

  public Stack.Started up() {
    standStillWhenCancelled();
    started = System.nanoTime();
    return stack.up(0, console);
  }

  public void down() {
    standStillWhenCancelled();
    stack.down(console);
  }

  @Override
  public void close() {
    down();
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  private void cancel() {
    cancelled = true;
    console.note("\nCancelled; what was started is stopped.");
    ProcessHandle.current().children().forEach(ProcessHandle::destroy);
    boolean ran = stack.down(console);
    // A supervisor that has just been started takes a moment until it can be found.
    long end = started + STARTING.toNanos();
    while (!ran && started != 0 && System.nanoTime() < end) {
      io.salus.cli.stack.Waiting.pause(Duration.ofMillis(100));
      ran = stack.down(console);
    }
  }

  /** The process ends by itself when it was cancelled; until then nobody else acts. */
  private void standStillWhenCancelled() {
    if (cancelled) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
