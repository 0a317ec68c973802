package io.salus.synthesis.encoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Gaussian mixture of one column, fitted by expectation maximisation (Bishop, "Pattern
 * Recognition and Machine Learning", 2006, section 9.2.2, eq. 9.23 to 9.27). The number of modes is
 * the one with the lowest Bayesian information criterion (Schwarz, Annals of Statistics 6, 1978).
 */
final class MixtureFit {
  private static final int MOST_MODES = 8;
  private static final int MOST_ITERATIONS = 80;
  private static final double ENOUGH = 1e-4;

  /** More values than this add time, not knowledge. */
  private static final int MOST_VALUES = 2000;

  /**
   * A mode is never narrower than this share of the column's deviation: a bump around one patient's
   * value would give that value away.
   */
  private static final double NARROWEST = 0.05;

  private final double[] values;
  private final double floor;
  private double likelihood;

  private MixtureFit(double[] sorted) {
    values = thinned(sorted);
    floor = NARROWEST * deviation(values);
  }

  /** The modes of values, at least one. The order of the values does not matter. */
  static List<Mode> fit(double[] unsorted) {
    double[] sorted = unsorted.clone();
    Arrays.sort(sorted);
    MixtureFit fit = new MixtureFit(sorted);
    if (fit.floor == 0) {
      return List.of(new Mode(1, fit.values[0], 0));
    }
    return fit.best();
  }

  private List<Mode> best() {
    List<Mode> best = List.of();
    double lowest = Double.POSITIVE_INFINITY;
    int worse = 0;
    int most = Math.min(MOST_MODES, Math.max(1, values.length / 10));
    for (int modes = 1; modes <= most && worse < 2; modes++) {
      List<Mode> fitted = maximise(start(modes));
      double criterion = (3 * modes - 1) * StrictMath.log(values.length) - 2 * likelihood;
      if (criterion < lowest) {
        lowest = criterion;
        best = fitted;
        worse = 0;
      } else {
        worse++;
      }
    }
    return best;
  }

  /** Modes at equally spaced quantiles. */
  private List<Mode> start(int modes) {
    double spread = Math.max(floor, deviation(values) / modes);
    List<Mode> start = new ArrayList<>();
    for (int i = 0; i < modes; i++) {
      int at = (int) ((i + 0.5) / modes * values.length);
      start.add(new Mode(1.0 / modes, values[at], spread));
    }
    return start;
  }

  private List<Mode> maximise(List<Mode> start) {
    List<Mode> modes = start;
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < MOST_ITERATIONS; i++) {
      List<Mode> next = step(modes);
      if (likelihood - before < ENOUGH) {
        return modes;
      }
      before = likelihood;
      modes = next;
    }
    return modes;
  }

  /** One expectation and one maximisation; leaves the log-likelihood of the modes it was given. */
  private List<Mode> step(List<Mode> modes) {
    int k = modes.size();
    double[] shares = new double[k];
    double[] sums = new double[k];
    double[] squares = new double[k];
    double[] density = new double[k];
    likelihood = 0;
    for (double value : values) {
      double total = 0;
      for (int j = 0; j < k; j++) {
        density[j] = modes.get(j).density(value) + Double.MIN_NORMAL;
        total += density[j];
      }
      likelihood += StrictMath.log(total);
      for (int j = 0; j < k; j++) {
        double share = density[j] / total;
        double offset = value - modes.get(j).mean();
        shares[j] += share;
        sums[j] += share * offset;
        squares[j] += share * offset * offset;
      }
    }
    List<Mode> next = new ArrayList<>();
    for (int j = 0; j < k; j++) {
      double shift = sums[j] / shares[j];
      double variance = Math.max(0, squares[j] / shares[j] - shift * shift);
      next.add(
          new Mode(
              shares[j] / values.length,
              modes.get(j).mean() + shift,
              Math.max(floor, Math.sqrt(variance))));
    }
    return next;
  }

  private static double[] thinned(double[] sorted) {
    if (sorted.length <= MOST_VALUES) {
      return sorted;
    }
    double[] kept = new double[MOST_VALUES];
    for (int i = 0; i < MOST_VALUES; i++) {
      kept[i] = sorted[(int) ((i + 0.5) / MOST_VALUES * sorted.length)];
    }
    return kept;
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / values.length);
  }
}
