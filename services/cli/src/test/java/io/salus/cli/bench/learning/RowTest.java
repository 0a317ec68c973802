package io.salus.cli.bench.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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

  @Test
  void saysNothingOfWhatThereIsNone() {
    Row one = Row.ofNetwork("data", "network", "Salus", new double[] {0.9}, 2);
    Row two = Row.ofNetwork("data", "network", "Salus", new double[] {0.9, 0.7}, 2);
    Row judged = new Row("data", "model", "Salus", 0.9, 0.1, 0.2, 1.05, 2);

    assertEquals("data, network, Salus: AUROC 0.9000, 2.0000 s", one.line());
    assertEquals("data, model, Salus: AUROC 0.9000, slope 1.050, 2.0000 s", judged.line());
    assertEquals(Set.of("data", "model", "by", "auroc", "seconds"), names(one));
    assertEquals(0.1, two.json().path("auroc_deviation").asDouble(), 1e-12);
    assertTrue(names(judged).containsAll(Set.of("auroc_deviation", "brier", "slope")));
  }

  private static Set<String> names(Row row) {
    return row.json().propertyStream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }
}
