package io.salus.cli.bench;

import io.salus.cli.api.Api;
import io.salus.cli.bench.load.Load;
import io.salus.cli.bench.load.Measured;
import io.salus.cli.bench.load.Timeline;
import io.salus.cli.bench.stage.Base;
import io.salus.cli.bench.stage.CoresUsed;
import io.salus.cli.bench.stage.Pgbench;
import io.salus.cli.bench.stage.PgbenchReport;
import io.salus.cli.bench.stage.Stage;
import io.salus.cli.stack.DatabaseAccess;
import io.salus.cli.stack.Service;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Visits through the gateway, against the one statement that books. A booking does more than that:
 * it writes Slot and Appointment to the records before it answers.
 */
record BookingBench(Stage stage) {
  private static final int CLIENTS = 8;
  private static final Duration MOST_SETTLING = Duration.ofSeconds(60);

  void run() throws IOException, SQLException {
    long runs = stage.pgbench().isPresent() ? 2 : 1;
    Duration total = stage.warmUp().plus(stage.time().multipliedBy(runs));
    var owner = DatabaseAccess.owner(stage.home(), stage.state(), Service.SCHEDULING);
    try (var bookings =
            new Bookings(
                stage.port(Service.GATEWAY),
                stage.token(),
                stage.ids("Practitioner"),
                stage.ids("Patient"));
        Connection connection =
            DriverManager.getConnection(owner.url(), owner.user(), owner.password());
        Progress progress = stage.console().progress("Bookings", 1, "")) {
      var timeline = new Timeline(progress, total);
      bookings.open(stage.api());
      var load = new Load(bookings::book);
      load.run(CLIENTS, stage.warmUp(), timeline, "warming up");
      long before = booked(connection);
      var cores = CoresUsed.since(stage.state());
      Measured measured = load.run(CLIENTS, stage.time(), timeline, "gateway");
      var used = cores.now();
      // What was acknowledged must be there; a visit whose answer was wrong may be there too.
      long missing = Math.max(0, measured.done() - (booked(connection) - before));
      settle(connection, timeline);
      Base floor = Base.floor(floor(connection, timeline));
      stage
          .results()
          .load(
              "booking: HTTP, gateway, with its FHIR mirror",
              CLIENTS,
              measured.withErrors(missing),
              floor,
              used);
      progress.done("measured");
    }
  }

  private double floor(Connection connection, Timeline timeline) throws IOException, SQLException {
    if (stage.pgbench().isEmpty()) {
      return 0;
    }
    var access = DatabaseAccess.of(stage.home(), stage.state(), Service.SCHEDULING);
    String script = new BookingFloor(connection, stage.tenant()).script();
    Pgbench pgbench = stage.pgbench().get();
    long before = booked(connection);
    var cores = CoresUsed.since(stage.state());
    PgbenchReport report = pgbench.run(access, script, CLIENTS, stage.time(), timeline, "pgbench");
    var used = cores.now();
    long refused = Math.max(0, report.transactions() - (booked(connection) - before));
    double share = 1 - (double) refused / Math.max(1, report.transactions());
    double perSecond = report.perSecond() * share;
    stage
        .results()
        .load(
            "booking: pgbench, the same call",
            CLIENTS,
            new Measured(
                report.transactions() - refused,
                perSecond,
                report.meanMillis(),
                Double.NaN,
                Double.NaN,
                refused + report.failed()),
            Base.NONE,
            used);
    return perSecond;
  }

  /** Waits until nothing is left to deliver, so that the floor has the machine to itself. */
  private static void settle(Connection connection, Timeline timeline) throws SQLException {
    long end = System.nanoTime() + MOST_SETTLING.toNanos();
    while (count(connection, "select count(*) from mirror_task where dead_at is null") > 0
        && System.nanoTime() < end) {
      timeline.at("mirror settles", 0);
      Api.pause(Duration.ofMillis(200));
    }
  }

  private static long booked(Connection connection) throws SQLException {
    return count(connection, "select count(*) from appointment where status = 'booked'");
  }

  private static long count(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
