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

  /** The finished job; throws when it failed. */
  public JsonNode follow(String id, Progress progress) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
      JsonNode job = api.get("/jobs/" + id).require(200).json();
      String state = job.path("state").asText().toLowerCase(Locale.ROOT);
      if (state.endsWith("succeeded")) {
        return job;
      }
      if (state.endsWith("failed") || state.endsWith("cancelled")) {
        throw new Failure(
            Exit.FAILED,
            "The job " + id + " " + state + ": " + detail(job) + ".",
            "Its worker's log: ./salus logs " + id.substring(0, id.indexOf('-')) + "-worker");
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

  private static String detail(JsonNode job) {
    String text = job.path("error").path("detail").asText(job.path("error_detail").asText(""));
    return text.isEmpty() ? "no reason given" : text.replaceAll("\\.$", "");
  }
}
