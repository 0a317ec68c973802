package io.salus.cli.bench.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {
  @Test
  void judgesEveryFoldByItselfAndTakesTheMedianTime() {
    double[] p = {0.9, 0.1, 0.2, 0.8};
    boolean[] y = {true, false, true, false};

    Row row =
        Row.of(
            "data",
            "model",
            "Salus",
            p,
            y,
            List.of(new int[] {0, 1}, new int[] {2, 3}),
            new double[] {9, 1, 2});

    assertEquals(0.5, row.auroc(), 0, "one fold in order, one the wrong way round");
    assertEquals(0.5, row.deviation(), 0);
    assertEquals(2, row.seconds(), 0);
    assertEquals((0.01 + 0.01 + 0.64 + 0.64) / 4, row.brier(), 1e-12);
  }
}
