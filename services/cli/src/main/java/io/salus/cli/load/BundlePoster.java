package io.salus.cli.load;

import io.salus.cli.api.Answer;
import io.salus.cli.api.Api;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Posts one bundle so that it is stored exactly once, whatever happens in between. When no answer
 * came the transaction may have been stored or not: the patient in it is looked up first, and it is
 * only sent again when there is none. Batches are sent again as they are; their entries carry
 * If-None-Exist.
 */
final class BundlePoster {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

  // Longer than the server works on one transaction: what is not visible by then will not come.
  private static final Duration SETTLE = Duration.ofSeconds(2);

  private final Api api;
  private final boolean lookFirst;

  BundlePoster(Api api, boolean lookFirst) {
    this.api = api;
    this.lookFirst = lookFirst;
  }

  /** What came of a bundle. */
  enum Outcome {
    STORED,
    FOUND,
    REFUSED
  }

  /**
   * @param retries how often it was sent again
   * @param refusal the server's answer when it refused
   */
  record Result(BundleFile file, Outcome outcome, int retries, @Nullable Answer refusal) {}

  Result post(BundleFile file) throws IOException {
    if (lookFirst && file.findable() && isStored(file)) {
      return new Result(file, Outcome.FOUND, 0, null);
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    Duration pause = Duration.ofMillis(200);
    int retries = 0;
    while (true) {
      boolean outcomeKnown;
      IOException lost;
      try {
        Answer answer =
            api.send(
                "POST",
                "/fhir",
                BodyPublishers.ofFile(file.path()),
                Map.of("Content-Type", Api.FHIR));
        if (answer.ok()) {
          return new Result(file, Outcome.STORED, retries, null);
        }
        if (!answer.unavailable() && answer.status() != 429) {
          return new Result(file, Outcome.REFUSED, retries, answer);
        }
        outcomeKnown = answer.status() == 429;
        lost = new IOException("the server answered " + answer.status() + ": " + answer.reason());
      } catch (ConnectException | HttpConnectTimeoutException e) {
        outcomeKnown = true;
        lost = e;
      } catch (IOException e) {
        outcomeKnown = false;
        lost = e;
      }
      if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
        throw lost;
      }
      Api.pause(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
      if (!outcomeKnown && file.findable()) {
        Api.pause(SETTLE);
        if (isStored(file)) {
          return new Result(file, Outcome.STORED, retries, null);
        }
      }
      retries++;
    }
  }

  private boolean isStored(BundleFile file) {
    String identifier =
        URLEncoder.encode(String.valueOf(file.patientIdentifier()), StandardCharsets.UTF_8);
    return !api.get("/fhir/Patient?_count=1&identifier=" + identifier)
        .require(200)
        .json()
        .path("entry")
        .isEmpty();
  }
}
