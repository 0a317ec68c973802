package io.salus.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Kills processes of a running stack (SIGKILL) at moments that the story itself announces on
 * standard error.
 */
final class Saboteur implements AutoCloseable {
  private static final long LOOK_MILLIS = 50;
  private static final String FEATURES = "Features ...";

  private final SalusCommand salus;
  private final Path story;
  private final List<String> killed = new ArrayList<>();
  private final BlockingQueue<Boolean> ended = new LinkedBlockingQueue<>();
  private final Thread thread = Thread.ofPlatform().name("saboteur").unstarted(this::work);

  Saboteur(SalusCommand salus, Path story) {
    this.salus = salus;
    this.story = story;
  }

  Saboteur begin() {
    thread.start();
    return this;
  }

  /** Components that were killed, in order. */
  synchronized List<String> killed() {
    return List.copyOf(killed);
  }

  @Override
  public void close() {
    ended.add(true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    if (await(text -> quarters(text) >= 1 || text.contains(FEATURES))
        && kill("records")
        && await(text -> quarters(text) >= 2 || text.contains(FEATURES))
        && kill("postgres")
        && await(text -> text.contains("A model ..."))
        && await(text -> workerHasTaken("inference"))) {
      kill("inference-worker");
    }
  }

  /** Whether a worker of the service has said that it is in the middle of a job. */
  private boolean workerHasTaken(String service) {
    Path log = salus.home().resolve("logs").resolve(service + "-worker.log");
    try {
      return Files.exists(log) && Files.readString(log).contains("starts, attempt 1");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many quarters of the import were announced. */
  private static long quarters(String text) {
    return text.lines().filter(line -> line.contains("Records in:") && line.contains(" %")).count();
  }

  /** Waits until the story has said something; false when the story has ended. */
  private boolean await(Predicate<String> condition) {
    try {
      while (ended.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS) == null) {
        if (Files.exists(story) && condition.test(Files.readString(story))) {
          return true;
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** Kills a component as soon as it runs. */
  private boolean kill(String component) {
    try {
      while (ended.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS) == null) {
        JsonNode process = salus.component(component).path("process");
        if (process.hasNonNull("pid")) {
          ProcessHandle.of(process.get("pid").asLong()).ifPresent(ProcessHandle::destroyForcibly);
          synchronized (this) {
            killed.add(component);
          }
          return true;
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
