package io.salus.learning.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether predicted probabilities happen as often as they say.
 *
 * @param intercept see {@link #of}; 0 is ideal
 * @param slope see {@link #of}; 1 is ideal, below 1 the model is too sure of itself
 * @param bins groups of patients with similar predictions, lowest first
 */
public record Calibration(double intercept, double slope, List<Bin> bins) {
  private static final double Z95 = 1.959963984540054;
  private static final int MOST_BINS = 10;
  private static final int SMALLEST_BIN = 10;

  /**
   * Patients with similar predictions.
   *
   * @param predicted their mean prediction
   * @param observed share of them with the outcome
   * @param low lower end of the 95 % interval of that share
   * @param high upper end
   * @param patients how many they are
   */
  public record Bin(double predicted, double observed, double low, double high, int patients) {}

  /**
   * Slope and intercept are those of {@code logit P(y=1) = a + b logit(p)}, fitted by maximum
   * likelihood: Cox, "Two further applications of a model for binary regression", Biometrika 45
   * (1958), p. 562. NaN where the likelihood has no maximum, for example without positives.
   */
  public static Calibration of(double[] probabilities, boolean[] labels) {
    double[] line = cox(probabilities, labels);
    return new Calibration(line[0], line[1], bins(probabilities, labels));
  }

  /**
   * Mean squared difference of probability and outcome (1 or 0), {@code 1/n sum (p - y)^2}. Brier,
   * "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78
   * (1950), eq. 2 for one of two classes (half of Brier's own two-class sum).
   */
  public static double brier(double[] probabilities, boolean[] labels) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      double off = probabilities[i] - (labels[i] ? 1 : 0);
      sum += off * off;
    }
    return sum / labels.length;
  }

  /** Mean negative log-likelihood in nats; probabilities are kept 1e-12 away from 0 and 1. */
  public static double logLoss(double[] probabilities, boolean[] labels) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      double p = Math.clamp(probabilities[i], 1e-12, 1 - 1e-12);
      sum -= StrictMath.log(labels[i] ? p : 1 - p);
    }
    return sum / labels.length;
  }

  /** Newton's method from a line without a slope; a step that makes it worse is halved. */
  private static double[] cox(double[] probabilities, boolean[] labels) {
    double[] x = new double[labels.length];
    int positives = 0;
    for (int i = 0; i < x.length; i++) {
      double p = Math.clamp(probabilities[i], 1e-6, 1 - 1e-6);
      x[i] = StrictMath.log(p / (1 - p));
      positives += labels[i] ? 1 : 0;
    }
    double[] undefined = {Double.NaN, Double.NaN};
    if (positives == 0 || positives == labels.length) {
      return undefined;
    }
    double a = StrictMath.log((double) positives / (labels.length - positives));
    double b = 0;
    double loss = loss(a, b, x, labels);
    for (int step = 0; step < 50; step++) {
      double ga = 0;
      double gb = 0;
      double haa = 0;
      double hab = 0;
      double hbb = 0;
      for (int i = 0; i < labels.length; i++) {
        double fitted = 1 / (1 + StrictMath.exp(-(a + b * x[i])));
        double weight = fitted * (1 - fitted);
        double off = (labels[i] ? 1 : 0) - fitted;
        ga += off;
        gb += off * x[i];
        haa += weight;
        hab += weight * x[i];
        hbb += weight * x[i] * x[i];
      }
      double determinant = haa * hbb - hab * hab;
      if (!(determinant > 1e-9) || Math.abs(a) > 50 || Math.abs(b) > 50) {
        return undefined;
      }
      double da = (hbb * ga - hab * gb) / determinant;
      double db = (haa * gb - hab * ga) / determinant;
      double next = loss(a + da, b + db, x, labels);
      for (int half = 0; half < 30 && next > loss; half++) {
        da /= 2;
        db /= 2;
        next = loss(a + da, b + db, x, labels);
      }
      a += da;
      b += db;
      loss = next;
      if (Math.abs(da) + Math.abs(db) < 1e-10) {
        return new double[] {a, b};
      }
    }
    return undefined;
  }

  private static double loss(double a, double b, double[] x, boolean[] labels) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double signed = labels[i] ? -(a + b * x[i]) : a + b * x[i];
      sum += Math.max(signed, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(signed)));
    }
    return sum;
  }

  private static List<Bin> bins(double[] probabilities, boolean[] labels) {
    int[] order =
        IntStream.range(0, probabilities.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> probabilities[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int count = Math.clamp(order.length / SMALLEST_BIN, 1, MOST_BINS);
    List<Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < count; bin++) {
      int from = (int) ((long) order.length * bin / count);
      int to = (int) ((long) order.length * (bin + 1) / count);
      double sum = 0;
      int positives = 0;
      for (int i = from; i < to; i++) {
        sum += probabilities[order[i]];
        positives += labels[order[i]] ? 1 : 0;
      }
      if (to > from) {
        bins.add(bin(sum / (to - from), positives, to - from));
      }
    }
    return bins;
  }

  /** With the score interval of Wilson, JASA 22 (1927), p. 209-212. */
  private static Bin bin(double predicted, int positives, int n) {
    double share = (double) positives / n;
    double centre = (share + Z95 * Z95 / (2 * n)) / (1 + Z95 * Z95 / n);
    double half =
        Z95 * Math.sqrt(share * (1 - share) / n + Z95 * Z95 / (4.0 * n * n)) / (1 + Z95 * Z95 / n);
    return new Bin(predicted, share, Math.max(0, centre - half), Math.min(1, centre + half), n);
  }
}
