package io.salus.synthesis.quality;

import io.salus.learning.table.Column;
import io.salus.learning.table.ColumnKind;
import io.salus.synthesis.population.Population;
import java.util.Arrays;

/**
 * Distance to the closest real record. The distance of two rows is the mean over columns of |a - b|
 * / range for numbers and 0 or 1 for levels (Gower, Biometrics 27, 1971, eq. 5); two missing values
 * are equal, a missing and a present one are 1 apart. 0 is a copy, 1 differs in everything.
 */
final class ClosestRecord {
  private final double[][] real;
  private final double[] ranges;
  private final boolean[] numbers;

  /**
   * @param real rows that others are compared with
   */
  ClosestRecord(Population real) {
    this.real = rows(real);
    this.ranges = new double[real.columns().size()];
    this.numbers = new boolean[ranges.length];
    for (int i = 0; i < ranges.length; i++) {
      Column column = real.columns().get(i);
      numbers[i] = column.kind() == ColumnKind.NUMBER;
      double[] present = ColumnShape.present(column);
      double least = Arrays.stream(present).min().orElse(0);
      double most = Arrays.stream(present).max().orElse(0);
      ranges[i] = most > least ? most - least : 1;
    }
  }

  /** The distance of each row to the closest real one, at most so many rows from the first on. */
  double[] distances(Population population, int most) {
    int count = Math.min(most, population.rows());
    int[] first = new int[count];
    Arrays.setAll(first, i -> i);
    double[][] rows = rows(population.rows(first));
    return Arrays.stream(rows).mapToDouble(this::closest).toArray();
  }

  private double closest(double[] row) {
    double best = Double.POSITIVE_INFINITY;
    for (double[] other : real) {
      best = Math.min(best, sum(row, other, best));
    }
    return best / row.length;
  }

  /** The sum over columns; stops where it is no longer the smallest. */
  private double sum(double[] a, double[] b, double enough) {
    double sum = 0;
    for (int i = 0; i < a.length && sum < enough; i++) {
      boolean missingA = Double.isNaN(a[i]);
      boolean missingB = Double.isNaN(b[i]);
      if (missingA || missingB) {
        sum += missingA == missingB ? 0 : 1;
      } else if (numbers[i]) {
        sum += Math.min(1, Math.abs(a[i] - b[i]) / ranges[i]);
      } else {
        sum += a[i] == b[i] ? 0 : 1;
      }
    }
    return sum;
  }

  private static double[][] rows(Population population) {
    double[][] rows = new double[population.rows()][population.columns().size()];
    for (int column = 0; column < population.columns().size(); column++) {
      Column values = population.columns().get(column);
      for (int row = 0; row < rows.length; row++) {
        rows[row][column] = values.value(row);
      }
    }
    return rows;
  }
}
