package io.salus.cli.bench.records;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.api.Api;
import io.salus.cli.bench.load.Measured;
import io.salus.cli.bench.stage.Base;
import io.salus.cli.bench.stage.CoresUsed;
import io.salus.cli.bench.stage.MemoryCurve;
import io.salus.cli.bench.stage.Stage;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/**
 * `$import` of everything that `$export` gave, as another tenant, against COPY of the rows that
 * came of it; the first import warms the worker up. Then one of many times the size, to see that
 * memory does not follow.
 *
 * @param megabytes of the large import
 */
record NdjsonBench(Stage stage, Side salus, int megabytes) {
  private static final String NAME = "$import, resources";
  private static final String TENANT = "imported";
  private static final Duration LOOK = Duration.ofMillis(100);

  void run() throws SQLException {
    try (Progress progress = stage.console().progress("Import of NDJSON", 1, "")) {
      progress.update(0.1, "export", -1);
      Path file = exported();
      progress.update(0.3, "warming up", -1);
      long warm = System.nanoTime() + stage.warmUp().toNanos();
      int round = 0;
      do {
        imported("imported-warm-" + round++, whole(file));
      } while (System.nanoTime() < warm);
      progress.update(0.5, "import", -1);
      var floor = new CopyFloor(stage, TENANT);
      floor.checkpoint();
      var cores = CoresUsed.since(stage.state());
      long started = System.nanoTime();
      long failed = imported(TENANT, whole(file));
      double seconds = (System.nanoTime() - started) / 1e9;
      var used = cores.now();
      progress.update(0.6, "COPY", -1);
      CopyFloor.Copied copied = floor.measure();
      stage
          .results()
          .load(
              NAME,
              1,
              Measured.rate(copied.resources(), seconds, failed),
              new Base(copied.perSecond()),
              used);
      progress.update(0.7, "a large import", -1);
      large(file);
      Files.delete(file);
      progress.done("measured");
    } catch (IOException e) {
      stage.results().error(NAME + ": " + e.getMessage());
    }
  }

  private void large(Path file) throws IOException {
    if (megabytes == 0) {
      return;
    }
    try (MemoryCurve memory =
        MemoryCurve.of(stage.home(), "records-worker", "records", "gateway")) {
      long started = System.nanoTime();
      long failed =
          imported(
              "imported-large",
              BodyPublishers.ofInputStream(() -> new Repeated(file, (long) megabytes << 20)));
      double seconds = (System.nanoTime() - started) / 1e9;
      String name = "$import of " + megabytes + " MB";
      stage.results().figure(name, megabytes / seconds, "MB/s");
      memory.into(stage.results(), name);
      if (failed > 0) {
        stage.results().error(name + ": " + failed + " lines were refused");
      }
    }
  }

  /** The files of an export of all, joined. */
  private Path exported() throws IOException {
    String base = salus.server().base() + "/$export";
    JsonNode manifest = manifest(stage.token(), HttpRequest.newBuilder(URI.create(base)).GET());
    Path file = Files.createTempFile("salus-bench", ".ndjson");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (JsonNode output : manifest.path("output")) {
        out.write(
            salus
                .server()
                .send("GET", URI.create(output.path("url").asText()), BodyPublishers.noBody())
                .body());
      }
    }
    return file;
  }

  private static BodyPublisher whole(Path file) throws IOException {
    return BodyPublishers.ofFile(file);
  }

  /** Imports as a tenant, and answers how many lines were refused. */
  private long imported(String tenant, BodyPublisher body) throws IOException {
    String token = stage.token(tenant);
    String location =
        start(
            token,
            HttpRequest.newBuilder(URI.create(salus.server().base() + "/$import"))
                .header("Content-Type", "application/fhir+ndjson")
                .POST(body));
    return await(token, location).at("/extension/failed").asLong();
  }

  private JsonNode manifest(String token, HttpRequest.Builder order) throws IOException {
    return await(token, start(token, order.header("Prefer", "respond-async")));
  }

  private String start(String token, HttpRequest.Builder order) throws IOException {
    var answer = send(token, order);
    if (answer.statusCode() != 202) {
      throw new IOException("the order was answered with " + answer.statusCode());
    }
    return answer
        .headers()
        .firstValue("Content-Location")
        .orElseThrow(() -> new IOException("no Content-Location"));
  }

  private JsonNode await(String token, String location) throws IOException {
    while (true) {
      var answer = send(token, HttpRequest.newBuilder(URI.create(location)).GET());
      if (answer.statusCode() == 200) {
        return new FhirServer.Reply(200, answer.body()).json();
      }
      if (answer.statusCode() != 202) {
        throw new IOException(
            "the job ended with "
                + answer.statusCode()
                + ": "
                + new String(answer.body(), StandardCharsets.UTF_8));
      }
      Api.pause(LOOK);
    }
  }

  private java.net.http.HttpResponse<byte[]> send(String token, HttpRequest.Builder request)
      throws IOException {
    try {
      return salus
          .server()
          .http()
          .send(
              request.header("Authorization", "Bearer " + token).build(),
              BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
