package io.salus.cli.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ProbeTest {
  @Test
  void countsJobsThatWait() {
    String metrics =
        """
        # HELP salus_jobs_due Jobs that wait for a worker or are run by one
        # TYPE salus_jobs_due gauge
        salus_jobs_due 3.0
        salus_jobs_due_other 9.0
        """;
    assertEquals(3.0, Probe.jobsDue(metrics));
  }

  @Test
  void countsNothingWhenTheServiceSaysNothing() {
    assertEquals(0.0, Probe.jobsDue("jvm_threads 4.0\n"));
  }
}
