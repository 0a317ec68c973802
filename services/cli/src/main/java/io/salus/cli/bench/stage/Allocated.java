package io.salus.cli.bench.stage;

import io.salus.cli.stack.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * What a service has allocated on its heap since it started, as it says itself. It counts at each
 * collection: between two of them lie as many bytes as the young generation has.
 */
public final class Allocated {
  private static final String METRIC = "jvm_gc_memory_allocated_bytes_total";

  private Allocated() {}

  /** Bytes; NaN when the service does not say. */
  public static double bytes(Stage stage, Service service) throws IOException {
    Integer port = stage.state().ports().get(service.id() + "-management");
    URI metrics = URI.create("http://127.0.0.1:" + port + "/q/metrics");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return bytes(
          http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The figure in a page of metrics. */
  static double bytes(String metrics) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(METRIC))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }
}
