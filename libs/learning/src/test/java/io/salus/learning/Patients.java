package io.salus.learning;

import io.salus.learning.table.Column;
import io.salus.learning.table.Table;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Made-up patients whose risk is known. */
public final class Patients {
  private Patients() {}

  /**
   * Risk grows with {@code pressure}, with being a smoker and in the region "north"; {@code noise}
   * says nothing; a tenth of the pressures is missing.
   *
   * @param effect 0 makes an outcome that no feature tells anything about
   */
  public static Table some(int rows, double effect, long seed) {
    Random random = new Random(seed);
    double[] pressure = new double[rows];
    double[] smoker = new double[rows];
    double[] region = new double[rows];
    double[] noise = new double[rows];
    boolean[] labels = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      double z = random.nextGaussian();
      pressure[i] = random.nextInt(10) == 0 ? Double.NaN : 130 + 15 * z;
      smoker[i] = random.nextInt(4) == 0 ? 1 : 0;
      region[i] = random.nextInt(3);
      noise[i] = random.nextGaussian();
      double margin = -1 + effect * (1.5 * z + smoker[i] + (region[i] == 0 ? 1 : 0));
      labels[i] = random.nextDouble() < 1 / (1 + Math.exp(-margin));
    }
    return new Table(
        IntStream.range(0, rows).mapToObj(i -> "patient-" + i).toList(),
        IntStream.range(0, rows).mapToObj(i -> "2020-01-01").toList(),
        labels,
        List.of(
            Column.numbers("pressure", pressure),
            Column.booleans("smoker", smoker),
            Column.categories("region", region, List.of("north", "south", "west")),
            Column.numbers("noise", noise)),
        Map.of("salus.feature_set", "{\"name\":\"made-up\"}"));
  }

  /** Rows of these patients at these dates, with one feature that says nothing. */
  public static Table dated(List<String> patients, List<String> dates) {
    return new Table(
        patients,
        dates,
        new boolean[patients.size()],
        List.of(Column.numbers("noise", new double[patients.size()])),
        Map.of());
  }
}
