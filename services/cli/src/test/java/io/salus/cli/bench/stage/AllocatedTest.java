package io.salus.cli.bench.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AllocatedTest {
  @Test
  void findsTheFigureInAPageOfMetrics() {
    assertEquals(
        1.5e9,
        Allocated.bytes(
            """
            # TYPE jvm_gc_memory_allocated_bytes_total counter
            jvm_gc_memory_promoted_bytes_total 7.0
            jvm_gc_memory_allocated_bytes_total 1.5E9
            """));
    assertEquals(Double.NaN, Allocated.bytes("jvm_threads_live_threads 7.0\n"));
  }
}
