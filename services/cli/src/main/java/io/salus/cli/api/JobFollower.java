package io.salus.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Progress;
import java.time.Duration;
import java.util.Locale;

/**
 * Waits for a job and shows how far it is. Asking again and again survives restarts of the gateway.
 */
public record JobFollower(Api api) {
  private static final Duration LOOK = Duration.ofMillis(400);
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  /** The finished job; throws when it did not succeed. */
  public JsonNode follow(String id, Progress progress) {
    JsonNode job = end(id, progress);
    String state = state(job);
    if (!state.equals("succeeded")) {
      throw new Failure(
          Exit.FAILED,
          "The job " + id + " " + state + ": " + reason(job) + ".",
          "Its worker's log: ./salus logs " + id.substring(0, id.indexOf('-')) + "-worker");
    }
    return job;
  }

  /** The job once it has ended, well or not. */
  public JsonNode end(String id, Progress progress) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
      JsonNode job = api.get("/jobs/" + id).require(200).json();
      String state = state(job);
      if (!state.equals("queued") && !state.equals("running")) {
        return job;
      }
      String message = job.path("message").asText("");
      progress.update(
          job.path("progress").asDouble(0),
          message.isEmpty() ? state : message,
          job.path("eta_seconds").asDouble(-1));
      Api.pause(LOOK);
    }
    throw new Failure(
        Exit.FAILED,
        "The job " + id + " was not done after " + PATIENCE.toMinutes() + " minutes.",
        "It may still go on: GET /jobs/" + id);
  }

  /** Why a job did not succeed, in words. */
  public static String reason(JsonNode job) {
    String text = job.path("error").path("detail").asText("");
    return text.isEmpty() ? "no reason given" : text.replaceAll("\\.$", "");
  }

  private static String state(JsonNode job) {
    return job.path("state").asText().toLowerCase(Locale.ROOT);
  }
}
