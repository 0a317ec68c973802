package io.salus.learning.metric;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Percentile intervals from resampled patients: draw n of n patients with replacement, compute the
 * figure, repeat; the 2.5 % and 97.5 % quantiles are the ends. Efron and Tibshirani, "An
 * Introduction to the Bootstrap" (1993), section 13.3, eq. 13.5.
 */
public final class Bootstrap {
  private final long seed;
  private final int resamples;

  /**
   * @param seed the same seed gives the same interval
   * @param resamples how often to draw; 1,000 gives ends that are stable to about a hundredth
   */
  public Bootstrap(long seed, int resamples) {
    this.seed = seed;
    this.resamples = resamples;
  }

  /**
   * The figure with its interval; without one when more than half of the draws define no figure.
   */
  public Estimate estimate(Statistic statistic, double[] scores, boolean[] labels) {
    double value = statistic.of(scores, labels);
    SplittableRandom random = new SplittableRandom(seed);
    double[] drawn = new double[resamples];
    double[] someScores = new double[scores.length];
    boolean[] someLabels = new boolean[labels.length];
    int defined = 0;
    for (int i = 0; i < resamples && scores.length > 0; i++) {
      for (int j = 0; j < scores.length; j++) {
        int one = random.nextInt(scores.length);
        someScores[j] = scores[one];
        someLabels[j] = labels[one];
      }
      double figure = statistic.of(someScores, someLabels);
      if (!Double.isNaN(figure)) {
        drawn[defined++] = figure;
      }
    }
    if (Double.isNaN(value) || defined * 2 < resamples || defined == 0) {
      return new Estimate(value, Double.NaN, Double.NaN);
    }
    double[] sorted = Arrays.copyOf(drawn, defined);
    Arrays.sort(sorted);
    return new Estimate(value, quantile(sorted, 0.025), quantile(sorted, 0.975));
  }

  /** Linear between order statistics, definition 7 of Hyndman and Fan (1996). */
  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
