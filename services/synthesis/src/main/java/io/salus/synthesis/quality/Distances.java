package io.salus.synthesis.quality;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Distances of rows to the closest row learnt from.
 *
 * @param sorted ascending, 0 to 1
 */
public record Distances(List<Double> sorted) {
  private static final int RESAMPLES = 500;

  static Distances of(double[] distances) {
    return new Distances(Arrays.stream(distances).sorted().boxed().toList());
  }

  /** A quantile, linear between order statistics; NaN when there are no rows. */
  public double quantile(double share) {
    return quantile(sorted.stream().mapToDouble(d -> d).toArray(), share);
  }

  /** Ends of the 95 % bootstrap interval of a quantile; NaN when there are no rows. */
  public List<Double> interval(double share, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] figures = new double[RESAMPLES];
    double[] drawn = new double[sorted.size()];
    for (int i = 0; i < RESAMPLES; i++) {
      for (int j = 0; j < drawn.length; j++) {
        drawn[j] = sorted.get(random.nextInt(drawn.length));
      }
      Arrays.sort(drawn);
      figures[i] = quantile(drawn, share);
    }
    Arrays.sort(figures);
    return List.of(quantile(figures, 0.025), quantile(figures, 0.975));
  }

  private static double quantile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  @Override
  public String toString() {
    return sorted.size() + " distances";
  }
}
