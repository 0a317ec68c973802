package io.salus.learning.calibrate;

import io.salus.learning.model.Classifier;

/**
 * {@code p = 1 / (1 + exp(-(a + b score)))}: Platt, "Probabilistic outputs for support vector
 * machines" (1999), eq. 7 with the signs turned.
 *
 * @param intercept a
 * @param slope b
 */
public record Sigmoid(double intercept, double slope) implements Calibrator {
  /** For scores that are log-odds already. */
  public static final Sigmoid LOG_ODDS = new Sigmoid(0, 1);

  private static final double FLATTEST = 1e-12;

  /**
   * Fits both by maximum likelihood of Platt's softened outcomes, {@code (n+ + 1) / (n+ + 2)} and
   * {@code 1 / (n- + 2)}, which keeps it finite where scores separate the groups. Newton's method
   * with backtracking: Lin, Lin and Weng, "A note on Platt's probabilistic outputs for support
   * vector machines", Machine Learning 68 (2007), algorithm 1.
   */
  public static Sigmoid fit(double[] scores, boolean[] labels) {
    int positives = 0;
    for (boolean label : labels) {
      positives += label ? 1 : 0;
    }
    int negatives = labels.length - positives;
    double high = (positives + 1.0) / (positives + 2.0);
    double low = 1.0 / (negatives + 2.0);
    double a = StrictMath.log((positives + 1.0) / (negatives + 1.0));
    double b = 0;
    double value = loss(a, b, scores, labels, high, low);
    for (int step = 0; step < 100; step++) {
      double ga = 0;
      double gb = 0;
      double haa = FLATTEST;
      double hab = 0;
      double hbb = FLATTEST;
      for (int i = 0; i < scores.length; i++) {
        double p = Classifier.probability(a + b * scores[i]);
        double off = p - (labels[i] ? high : low);
        double weight = p * (1 - p);
        ga += off;
        gb += off * scores[i];
        haa += weight;
        hab += weight * scores[i];
        hbb += weight * scores[i] * scores[i];
      }
      if (Math.abs(ga) < 1e-7 && Math.abs(gb) < 1e-7) {
        break;
      }
      double determinant = haa * hbb - hab * hab;
      double da = -(hbb * ga - hab * gb) / determinant;
      double db = -(haa * gb - hab * ga) / determinant;
      double downhill = ga * da + gb * db;
      double length = 1;
      double next = loss(a + da, b + db, scores, labels, high, low);
      while (next > value + 1e-4 * length * downhill && length > 1e-10) {
        length /= 2;
        next = loss(a + length * da, b + length * db, scores, labels, high, low);
      }
      if (length <= 1e-10) {
        break;
      }
      a += length * da;
      b += length * db;
      value = next;
    }
    return new Sigmoid(a, b);
  }

  private static double loss(
      double a, double b, double[] scores, boolean[] labels, double high, double low) {
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      double margin = a + b * scores[i];
      double target = labels[i] ? high : low;
      sum +=
          Math.max(margin, 0)
              - target * margin
              + StrictMath.log1p(StrictMath.exp(-Math.abs(margin)));
    }
    return sum;
  }

  @Override
  public double probability(double score) {
    return Classifier.probability(margin(score));
  }

  @Override
  public double margin(double score) {
    return intercept + slope * score;
  }
}
