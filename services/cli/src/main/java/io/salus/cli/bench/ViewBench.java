package io.salus.cli.bench;

import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;

/** A ViewDefinition over every Observation, as NDJSON. */
record ViewBench(Stage stage, Side salus) {
  private static final String NAME = "ViewDefinition over all Observations, rows";
  private static final String VIEW =
      """
      {"resourceType":"Parameters","parameter":[{"name":"_format","valueCode":"ndjson"},
       {"name":"viewResource","resource":{"resourceType":"ViewDefinition","status":"active","resource":"Observation",
        "select":[{"column":[
         {"name":"id","path":"getResourceKey()"},
         {"name":"patient","path":"subject.getReferenceKey(Patient)"},
         {"name":"code","path":"code.coding.first().code"},
         {"name":"date","path":"effective.ofType(dateTime)"},
         {"name":"value","path":"value.ofType(Quantity).value"},
         {"name":"unit","path":"value.ofType(Quantity).unit"}]}]}}]}\
      """;

  void run() throws IOException {
    try (Progress progress = stage.console().progress("View", 1, "")) {
      long warm = System.nanoTime() + stage.warmUp().toNanos() / 2;
      long rows = rows();
      while (System.nanoTime() < warm) {
        rows();
      }
      long expected = rows;
      stage.measure(NAME, 1, Base.NONE, () -> measured(expected));
      progress.done("measured");
    } catch (IOException e) {
      stage.results().error(NAME + ": " + e.getMessage());
    }
  }

  private Measured measured(long expected) throws IOException {
    long started = System.nanoTime();
    long done = 0;
    long errors = 0;
    do {
      long rows = rows();
      done += rows;
      errors += Math.abs(rows - expected);
    } while (System.nanoTime() - started < stage.time().toNanos());
    return Measured.rate(done, (System.nanoTime() - started) / 1e9, errors);
  }

  private long rows() throws IOException {
    FhirServer.Reply reply =
        salus.server().post("ViewDefinition/$viewdefinition-run", BodyPublishers.ofString(VIEW));
    if (reply.status() != 200) {
      throw new IOException("the view was answered with " + reply.status());
    }
    return Bytes.count(reply.body(), 0, reply.body().length, new byte[] {'\n'});
  }
}
