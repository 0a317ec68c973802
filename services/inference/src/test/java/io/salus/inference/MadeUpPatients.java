package io.salus.inference;

import io.salus.learning.table.Column;
import io.salus.learning.table.Table;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Patients whose risk grows with pressure and smoking, and is higher in the north. */
final class MadeUpPatients {
  static final List<String> FEATURES = List.of("pressure", "smoker", "region", "noise");

  private MadeUpPatients() {}

  static Table some(int rows, long seed) {
    Random random = new Random(seed);
    double[][] columns = new double[4][rows];
    boolean[] labels = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      double z = random.nextGaussian();
      columns[0][i] = random.nextInt(10) == 0 ? Double.NaN : 130 + 15 * z;
      columns[1][i] = random.nextInt(4) == 0 ? 1 : 0;
      columns[2][i] = random.nextInt(3);
      columns[3][i] = random.nextGaussian();
      double margin = -1 + 1.5 * (1.5 * z + columns[1][i] + (columns[2][i] == 0 ? 1 : 0));
      labels[i] = random.nextDouble() < 1 / (1 + Math.exp(-margin));
    }
    return table(columns, labels);
  }

  static Table healthy(int rows) {
    return table(new double[4][rows], new boolean[rows]);
  }

  private static Table table(double[][] columns, boolean[] labels) {
    return new Table(
        IntStream.range(0, labels.length).mapToObj(i -> "patient-" + i).toList(),
        IntStream.range(0, labels.length).mapToObj(i -> "2020-01-01").toList(),
        labels,
        List.of(
            Column.numbers("pressure", columns[0]),
            Column.booleans("smoker", columns[1]),
            Column.categories("region", columns[2], List.of("north", "south", "west")),
            Column.numbers("noise", columns[3])),
        Map.of());
  }
}
