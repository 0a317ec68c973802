package io.salus.cli.bench.records;

import io.salus.cli.bench.load.Bytes;
import io.salus.cli.bench.load.Measured;
import io.salus.cli.bench.stage.Base;
import io.salus.cli.bench.stage.Stage;
import io.salus.cli.home.Checkout;
import io.salus.cli.stack.DatabaseAccess;
import io.salus.cli.stack.Service;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.SQLException;

/**
 * A ViewDefinition over every Observation, as NDJSON, against only decompressing and parsing the
 * same resources.
 */
record ViewBench(Stage stage, Side salus) {
  private static final String NAME = "ViewDefinition over all Observations, rows";
  private static final String FLOOR = "decompressing and parsing all Observations, resources";
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

  void run() throws IOException, SQLException {
    try (Progress progress = stage.console().progress("View", 1, "")) {
      Base floor = floor();
      long warm = System.nanoTime() + stage.warmUp().toNanos() / 2;
      long rows = rows();
      while (System.nanoTime() < warm) {
        rows();
      }
      long expected = rows;
      stage.measure(NAME, 1, floor, () -> measured(expected));
      progress.done("measured");
    } catch (IOException e) {
      stage.results().error(NAME + ": " + e.getMessage());
    }
  }

  /** Each Observation gives one row of the view, so that the two rates compare. */
  private Base floor() throws IOException, SQLException {
    var floor =
        new ParseFloor(
            DatabaseAccess.superuser(stage.home(), stage.state(), Service.RECORDS),
            Checkout.current().serviceJar(Service.RECORDS.id()),
            stage.tenant(),
            "Observation");
    if (floor.size() == 0) {
      throw new IOException("there are no Observations");
    }
    floor.measure(stage.warmUp().dividedBy(2));
    int cores = Runtime.getRuntime().availableProcessors();
    Measured parsed = stage.measure(FLOOR, cores, Base.NONE, () -> floor.measure(stage.time()));
    return Base.floor(parsed.perSecond());
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
