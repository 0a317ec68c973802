package io.salus.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The gateway over HTTP with a token. Requests that may be repeated without harm are, while nobody
 * answers; all others are sent once, and the caller decides.
 */
public final class Api {
  public static final String FHIR = "application/fhir+json";
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final Duration UPLOAD_TIMEOUT = Duration.ofHours(12);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final String base;
  private final Supplier<String> token;

  /**
   * @param base address of the gateway, without a slash at the end
   * @param token asked for each request, so that long work outlives one token
   */
  public Api(String base, Supplier<String> token) {
    this.base = base;
    this.token = token;
  }

  public String base() {
    return base;
  }

  public Answer get(String path) {
    return repeat("GET", path, BodyPublishers.noBody(), Map.of("Accept", "*/*"));
  }

  public Answer put(String path, JsonNode body) {
    return repeat("PUT", path, json(body), contentType(path));
  }

  public Answer delete(String path) {
    return repeat("DELETE", path, BodyPublishers.noBody(), Map.of());
  }

  /** A POST that does no harm when it happens twice. */
  public Answer postRepeatable(String path, JsonNode body) {
    return repeat("POST", path, json(body), contentType(path));
  }

  /** A POST that is sent once. */
  public Answer post(String path, JsonNode body) {
    try {
      return send("POST", path, json(body), contentType(path));
    } catch (IOException e) {
      throw lost("POST " + path, e);
    }
  }

  /** A POST of a file of any size, read while it is sent; sent once. */
  public Answer upload(String path, Path file, String contentType) throws IOException {
    return send(
        "POST",
        path,
        BodyPublishers.ofFile(file),
        Map.of("Content-Type", contentType),
        UPLOAD_TIMEOUT);
  }

  /** One request, sent once. Throws when no answer came, so that its outcome is unknown. */
  public Answer send(String method, String path, BodyPublisher body, Map<String, String> headers)
      throws IOException {
    return send(method, path, body, headers, TIMEOUT);
  }

  private Answer send(
      String method, String path, BodyPublisher body, Map<String, String> headers, Duration timeout)
      throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(timeout)
            .header("Authorization", "Bearer " + token.get())
            .method(method, body);
    headers.forEach(request::header);
    try {
      var response = http.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(
          method + " " + path, response.statusCode(), response.headers(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Answer repeat(
      String method, String path, BodyPublisher body, Map<String, String> headers) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Duration pause = Duration.ofMillis(100);
    while (true) {
      boolean last = System.nanoTime() > end;
      try {
        Answer answer = send(method, path, body, headers);
        if (!answer.unavailable() || last) {
          return answer;
        }
      } catch (IOException e) {
        if (last || Thread.currentThread().isInterrupted()) {
          throw lost(method + " " + path, e);
        }
      }
      pause(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  private static Map<String, String> contentType(String path) {
    return Map.of("Content-Type", path.startsWith("/fhir") ? FHIR : "application/json");
  }

  private static BodyPublisher json(JsonNode body) {
    return BodyPublishers.ofByteArray(body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private Failure lost(String request, IOException cause) {
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new Failure(
        Exit.NOT_RUNNING,
        "No answer from " + base + " to " + request + " (" + why + ").",
        "See whether Salus runs: ./salus status",
        cause);
  }

  /** Waits a little; an interrupt ends the wait and is kept. */
  public static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An empty JSON body. */
  public static JsonNode empty() {
    return Json.object();
  }
}
