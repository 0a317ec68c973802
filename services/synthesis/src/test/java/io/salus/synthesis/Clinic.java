package io.salus.synthesis;

import io.salus.learning.table.Column;
import io.salus.learning.table.Table;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** A made-up clinic whose dependences are known. */
public final class Clinic {
  private Clinic() {}

  /**
   * Age in whole years; blood pressure rises with age and is missing for a fifth; visits are small
   * counts; diabetics have high glucose, others low; the label follows age; half the regions are
   * north.
   */
  public static Table table(int rows, long seed) {
    Random random = new Random(seed);
    double[] age = new double[rows];
    double[] pressure = new double[rows];
    double[] visits = new double[rows];
    double[] glucose = new double[rows];
    double[] diabetes = new double[rows];
    double[] region = new double[rows];
    boolean[] labels = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      age[i] = 20 + random.nextInt(70);
      pressure[i] =
          random.nextInt(5) == 0 ? Double.NaN : 90 + 0.8 * age[i] + 5 * random.nextGaussian();
      visits[i] = Math.floor(-1.5 * Math.log(1 - random.nextDouble()));
      diabetes[i] = random.nextInt(3) == 0 ? 1 : 0;
      glucose[i] = Math.rint((diabetes[i] == 1 ? 160 : 90) + 10 * random.nextGaussian());
      region[i] = random.nextBoolean() ? 0 : 1 + random.nextInt(2);
      labels[i] = random.nextDouble() < 1 / (1 + Math.exp((60 - age[i]) / 6));
    }
    return new Table(
        IntStream.range(0, rows).mapToObj(i -> "patient-" + i).toList(),
        IntStream.range(0, rows).mapToObj(i -> "2020-01-01").toList(),
        labels,
        List.of(
            Column.numbers("age", age),
            Column.numbers("pressure", pressure),
            Column.numbers("visits", visits),
            Column.booleans("diabetes", diabetes),
            Column.numbers("glucose", glucose),
            Column.categories("region", region, List.of("north", "south", "west"))),
        Map.of());
  }
}
