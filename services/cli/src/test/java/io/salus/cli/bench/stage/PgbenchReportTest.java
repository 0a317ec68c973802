package io.salus.cli.bench.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PgbenchReportTest {
  private static final String FINISHED =
      """
      pgbench (17.6 (Debian 17.6-0+deb13u1))
      transaction type: read.sql
      scaling factor: 1
      query mode: prepared
      number of clients: 8
      number of threads: 2
      maximum number of tries: 1
      duration: 5 s
      number of transactions actually processed: 51234
      number of failed transactions: 3 (0.006%)
      latency average = 0.780 ms
      initial connection time = 25.431 ms
      tps = 10253.871029 (without initial connection time)
      """;

  @Test
  void readsWhatAFinishedRunSays() {
    assertEquals(
        new PgbenchReport(10253.871029, 0.78, 51234, 3),
        PgbenchReport.parse(FINISHED).orElseThrow());
  }

  @Test
  void readsOlderReportsWithoutFailures() {
    String older = FINISHED.replaceAll("(?m)^number of failed.*\\R", "");
    assertEquals(0, PgbenchReport.parse(older).orElseThrow().failed());
  }

  @Test
  void takesNoFiguresFromARunThatWasAborted() {
    String aborted =
        FINISHED
            + "pgbench: error: client 2 script 0 aborted in command 1 query 0: ERROR:  permission denied\n"
            + "pgbench: error: Run was aborted; the above results are incomplete.\n";
    assertTrue(PgbenchReport.parse(aborted).isEmpty());
    assertTrue(PgbenchReport.reason(aborted).contains("permission denied"));
  }

  @Test
  void takesNoFiguresFromNothing() {
    assertTrue(PgbenchReport.parse("").isEmpty());
  }
}
