package io.salus.learning.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.learning.metric.Discrimination;
import io.salus.learning.table.Column;
import io.salus.learning.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrossEncodingTest {
  private static final int ROWS = 2000;

  @Test
  void mixesTheShareOfALevelWithThatOfAll() {
    // 40 levels of 50 rows; in level 0 all have the outcome, elsewhere nobody.
    Table table = table(i -> i % 40, i -> i % 40 == 0);

    Encoder encoder = Encoder.fit(table, Form.TARGET);

    double all = 1 / 40.0;
    assertEquals((50 + 20 * all) / 70, encoder.encode(new double[] {0})[0], 1e-12);
    assertEquals(20 * all / 70, encoder.encode(new double[] {1})[0], 1e-12);
    assertEquals(all, encoder.encode(new double[] {Double.NaN})[0], 1e-12);
  }

  @Test
  void tellsNoRowItsOwnOutcome() {
    // 700 levels of some rows each, and an outcome that has nothing to do with them.
    Random random = new Random(3);
    boolean[] coin = new boolean[ROWS];
    for (int i = 0; i < ROWS; i++) {
      coin[i] = random.nextBoolean();
    }
    Table table = table(i -> i % 700, i -> coin[i]);
    Encoder encoder = Encoder.fit(table, Form.TARGET);

    double leaking = auroc(encoder.encode(table), table);
    double honest = auroc(CrossEncoding.of(encoder, table, 5, 1), table);

    assertTrue(leaking > 0.7, "plain encoding of the training rows: " + leaking);
    assertEquals(0.5, honest, 0.05);
  }

  private static double auroc(double[][] x, Table table) {
    return Discrimination.auroc(
        Arrays.stream(x).mapToDouble(row -> row[0]).toArray(), table.labels());
  }

  private interface Level {
    int of(int row);
  }

  private interface Outcome {
    boolean of(int row);
  }

  private static Table table(Level level, Outcome outcome) {
    double[] codes = new double[ROWS];
    boolean[] labels = new boolean[ROWS];
    for (int i = 0; i < ROWS; i++) {
      codes[i] = level.of(i);
      labels[i] = outcome.of(i);
    }
    List<String> names =
        IntStream.range(0, 700).mapToObj(i -> String.format("level %03d", i)).toList();
    return new Table(
        IntStream.range(0, ROWS).mapToObj(i -> "p" + i).toList(),
        IntStream.range(0, ROWS).mapToObj(i -> "").toList(),
        labels,
        List.of(Column.categories("place", codes, names)),
        Map.of());
  }
}
