package io.salus.cli.stack;

import io.salus.cli.home.Checkout;
import io.salus.cli.home.Home;
import io.salus.cli.terminal.Console;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Progress;
import io.salus.cli.token.SigningKey;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The local stack as its users see it: up, down, what is running. */
public record Stack(Home home) {
  private static final Duration LOOK = Duration.ofMillis(150);
  private static final Duration START_PATIENCE = Duration.ofMinutes(6);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(100);

  /** What came of {@link #up}. */
  public record Started(StackState state, boolean wasRunning, double seconds) {}

  /** Starts the stack, or finds the one that runs, and waits until all of it is ready. */
  public Started up(int gatewayPort, Console console) {
    home.prepare();
    boolean wasRunning = isSupervised();
    try (Progress progress = console.progress("Starting Salus", 1, "")) {
      if (!wasRunning) {
        StartFailure.clear(home);
        Files.deleteIfExists(
            Remains.living(home).isEmpty() ? home.state() : home.run().resolve("none"));
        SigningKey.ensure(home);
        spawn(gatewayPort);
      }
      StackState state = awaitReady(progress);
      progress.done("ready at " + state.gatewayUrl());
      return new Started(state, wasRunning, progress.elapsedSeconds());
    } catch (IOException e) {
      throw home.unusable(e);
    } catch (Failure e) {
      if (!wasRunning) {
        down(console);
      }
      throw e;
    }
  }

  /** Stops everything; false when nothing ran. */
  public boolean down(Console console) {
    boolean ran = false;
    if (Files.isDirectory(home.run())) {
      Optional<ProcessIdentity> supervisor = SupervisorLock.holder(home);
      if (supervisor.isPresent()) {
        ran = true;
        try (Progress progress = console.progress("Stopping Salus", 1, "")) {
          supervisor.get().signal("TERM");
          boolean ended = await(() -> !isSupervised(), STOP_PATIENCE);
          if (!ended) {
            supervisor.get().signal("KILL");
          }
          progress.done(ended ? "stopped" : "killed, because it did not stop in time");
        }
      }
      ran |= !Remains.living(home).isEmpty();
      Remains.clear(home);
    }
    return ran;
  }

  /** The state of the running stack. */
  public StackState requireRunning() {
    return running()
        .orElseThrow(
            () ->
                new Failure(
                    Exit.NOT_RUNNING,
                    "Salus does not run (state directory " + home.directory() + ").",
                    "Start it: ./salus up"));
  }

  public Optional<StackState> running() {
    return Files.isDirectory(home.run()) && isSupervised() ? liveState() : Optional.empty();
  }

  /** What the supervisor that lives has written; not what a dead one left. */
  private Optional<StackState> liveState() {
    return StackState.read(home).filter(state -> state.supervisor().alive());
  }

  private StackState awaitReady(Progress progress) throws IOException {
    long end = System.nanoTime() + START_PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Optional<Failure> failure = StartFailure.read(home);
      if (failure.isPresent()) {
        throw failure.get();
      }
      Optional<StackState> state = liveState();
      if (state.isPresent() && state.get().problem() != null) {
        throw new Failure(
            Exit.FAILED,
            "Salus could not start: " + state.get().problem() + ".",
            "The logs are in " + home.logs() + ".");
      }
      if (state.isPresent() && state.get().allReady()) {
        return state.get();
      }
      state.ifPresent(s -> show(s, progress));
      if (!Waiting.pause(LOOK)) {
        throw new Failure(Exit.FAILED, "Starting was interrupted.", "Run ./salus down.");
      }
      if (state.isEmpty() && progress.elapsedSeconds() > 20 && !isSupervised()) {
        throw new Failure(
            Exit.FAILED,
            "The supervisor ended at once: " + LogTail.lastLine(home.log("supervisor")) + ".",
            "Its log is " + home.log("supervisor") + ".");
      }
    }
    throw new Failure(
        Exit.FAILED,
        "Salus was not ready after " + START_PATIENCE.toMinutes() + " minutes.",
        "The logs are in " + home.logs() + ".");
  }

  private static void show(StackState state, Progress progress) {
    var guarded =
        state.components().stream().filter(c -> c.health() != StackState.Health.IDLE).toList();
    double share = guarded.stream().mapToDouble(Stack::share).sum() / Math.max(1, guarded.size());
    String doing =
        guarded.stream()
            .filter(c -> c.health() != StackState.Health.READY)
            .map(c -> c.name() + " " + c.health().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    progress.update(share, doing, -1);
  }

  private static double share(StackState.Component component) {
    return switch (component.health()) {
      case WAITING, RESTARTING, STOPPED -> 0;
      case MIGRATING -> 0.2;
      case STARTING -> 0.5;
      case READY, IDLE -> 1;
    };
  }

  private void spawn(int gatewayPort) throws IOException {
    Path log = home.log("supervisor");
    LogTail.rotate(log);
    var command =
        List.of(
            "setsid",
            "--fork",
            Checkout.java().toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xss512k",
            "-Djava.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n",
            "-Dsalus.checkout=" + Checkout.current().root(),
            "-cp",
            System.getProperty("java.class.path"),
            "io.salus.cli.Salus",
            "supervise",
            home.directory().toString(),
            home.shared().toString(),
            Integer.toString(gatewayPort));
    new ProcessBuilder(command)
        .directory(home.directory().toFile())
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private boolean isSupervised() {
    return SupervisorLock.isHeld(home);
  }

  private static boolean await(java.util.function.BooleanSupplier condition, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end || !Waiting.pause(LOOK)) {
        return condition.getAsBoolean();
      }
    }
    return true;
  }
}
