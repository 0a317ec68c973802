package io.salus.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.api.Api;
import io.salus.cli.stack.DatabaseAccess;
import io.salus.cli.stack.ProcessIdentity;
import io.salus.cli.stack.Service;
import io.salus.cli.stack.StackState;
import io.salus.cli.terminal.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * `$import` of everything that `$export` gave, as other tenants, against COPY of the rows that came
 * of it. The first import warms the worker up.
 */
record NdjsonBench(Stage stage, Side salus) {
  private static final String NAME = "$import, resources";
  private static final String TENANT = "imported";
  private static final int MOST_BYTES = 32 << 20;
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final double MEBIBYTE = 1 << 20;

  void run() throws SQLException {
    try (Progress progress = stage.console().progress("Import of NDJSON", 1, "")) {
      progress.update(0.1, "export", -1);
      List<byte[]> files = exported();
      progress.update(0.4, "warming up", -1);
      imported("imported-warm", files);
      progress.update(0.6, "import", -1);
      var cores = CoresUsed.since(stage.state());
      long started = System.nanoTime();
      long failed = imported(TENANT, files);
      double seconds = (System.nanoTime() - started) / 1e9;
      var used = cores.now();
      stage.results().figure("resident memory of the importing worker", workerMemory(), "MiB");
      progress.update(0.8, "COPY", -1);
      var copyCores = CoresUsed.since(stage.state());
      var copied =
          new CopyFloor(
                  DatabaseAccess.superuser(stage.home(), stage.state(), Service.RECORDS),
                  stage.home().data(),
                  TENANT)
              .copy();
      Measured copy = Measured.rate(copied.resources(), copied.seconds(), 0);
      stage
          .results()
          .load("COPY of the finished rows, resources", 1, copy, Base.NONE, copyCores.now());
      stage
          .results()
          .load(
              NAME,
              files.size(),
              Measured.rate(copied.resources(), seconds, failed),
              new Base(copy.perSecond()),
              used);
      progress.done("measured");
    } catch (IOException e) {
      stage.results().error(NAME + ": " + e.getMessage());
    }
  }

  /** The files of an export of all, joined and cut to sizes that a request may have. */
  private List<byte[]> exported() throws IOException {
    String base = salus.server().base() + "/$export";
    JsonNode manifest = manifest(stage.token(), HttpRequest.newBuilder(URI.create(base)).GET());
    var files = new ArrayList<byte[]>();
    var file = new ByteArrayOutputStream();
    for (JsonNode output : manifest.path("output")) {
      byte[] content =
          salus
              .server()
              .send("GET", URI.create(output.path("url").asText()), BodyPublishers.noBody())
              .body();
      int from = 0;
      for (int at = 0; at < content.length; at++) {
        if (content[at] == '\n') {
          file.write(content, from, at + 1 - from);
          from = at + 1;
          if (file.size() > MOST_BYTES) {
            files.add(file.toByteArray());
            file.reset();
          }
        }
      }
    }
    files.add(file.toByteArray());
    return files;
  }

  /** Imports all files at once as a tenant, and answers how many lines were refused. */
  private long imported(String tenant, List<byte[]> files) throws IOException {
    String token = stage.token(tenant);
    var locations = new ArrayList<String>();
    for (byte[] file : files) {
      locations.add(
          start(
              token,
              HttpRequest.newBuilder(URI.create(salus.server().base() + "/$import"))
                  .header("Content-Type", "application/fhir+ndjson")
                  .POST(BodyPublishers.ofByteArray(file))));
    }
    long failed = 0;
    for (String location : locations) {
      for (JsonNode extension : await(token, location).findValues("failed")) {
        failed += extension.asLong();
      }
    }
    return failed;
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

  private double workerMemory() {
    ProcessIdentity worker =
        StackState.read(stage.home()).orElse(stage.state()).component("records-worker").process();
    return worker == null ? 0 : worker.residentBytes() / MEBIBYTE;
  }
}
