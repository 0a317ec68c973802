package io.salus.cli.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** What a service says of itself on its management port. */
final class Probe {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final String JOBS_DUE = "salus_jobs_due";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  boolean ready(int managementPort) {
    return get(managementPort, "/q/health/ready").isPresent();
  }

  /** Jobs that wait for a worker. */
  double jobsDue(int managementPort) {
    return get(managementPort, "/q/metrics").map(Probe::jobsDue).orElse(0.0);
  }

  static double jobsDue(String metrics) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(JOBS_DUE + " ") || line.startsWith(JOBS_DUE + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private Optional<String> get(int port, String path) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(PATIENCE)
            .build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
