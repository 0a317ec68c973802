package io.salus.learning.model;

import io.salus.learning.encoding.Encoder;
import java.util.Random;

/**
 * What moved a patient's log-odds away from those of the average training patient (all inputs 0).
 * The contributions of all features add up to exactly that difference.
 */
public final class Attribution {
  /** Orders that are drawn; each is used forwards and backwards. */
  private static final int ORDERS = 16;

  /** Fixed, so that the same patient gets the same explanation. */
  private static final long SEED = 20141;

  private Attribution() {}

  /**
   * Shapley values of the features, in feature order, in log-odds.
   *
   * <p>For a linear model they are {@code w_j x_j} (Lundberg and Lee, NeurIPS 2017, corollary 1).
   * For others features are switched from the average to the patient's value one after the other in
   * random orders, and each feature gets the mean step it caused: Strumbelj and Kononenko,
   * "Explaining prediction models and individual predictions with feature contributions", Knowledge
   * and Information Systems 41 (2014), eq. 13 and algorithm 1; each order is also walked backwards
   * (Mitchell et al., JMLR 23 (2022), section 4.1). The steps of one order add up to the whole
   * difference, so their means do too.
   *
   * @param raw raw vector of the patient
   */
  public static double[] of(Classifier classifier, Encoder encoder, double[] raw) {
    double[] encoded = encoder.encode(raw);
    if (classifier instanceof LogisticRegression linear) {
      return linear(linear, encoder, encoded);
    }
    return sampled(classifier, encoder, encoded);
  }

  private static double[] linear(LogisticRegression model, Encoder encoder, double[] encoded) {
    double[] contributions = new double[encoder.features().size()];
    int column = 0;
    for (int i = 0; i < contributions.length; i++) {
      for (int j = 0; j < encoder.features().get(i).width(); j++) {
        contributions[i] += model.weights().get(column) * encoded[column];
        column++;
      }
    }
    return contributions;
  }

  private static double[] sampled(Classifier classifier, Encoder encoder, double[] encoded) {
    int features = encoder.features().size();
    int[][] orders = orders(features);
    double[][] rows = new double[1 + orders.length * features][];
    rows[0] = new double[encoded.length];
    int row = 1;
    for (int[] order : orders) {
      double[] mixed = new double[encoded.length];
      for (int feature : order) {
        int offset = encoder.offset(feature);
        System.arraycopy(encoded, offset, mixed, offset, encoder.features().get(feature).width());
        rows[row++] = mixed.clone();
      }
    }
    double[] margins = classifier.margins(rows);
    double[] contributions = new double[features];
    for (int i = 0; i < orders.length; i++) {
      double before = margins[0];
      for (int j = 0; j < features; j++) {
        double after = margins[1 + i * features + j];
        contributions[orders[i][j]] += (after - before) / orders.length;
        before = after;
      }
    }
    return contributions;
  }

  private static int[][] orders(int features) {
    Random random = new Random(SEED);
    int[][] orders = new int[2 * ORDERS][features];
    for (int i = 0; i < ORDERS; i++) {
      for (int j = 0; j < features; j++) {
        int other = random.nextInt(j + 1);
        orders[2 * i][j] = orders[2 * i][other];
        orders[2 * i][other] = j;
      }
      for (int j = 0; j < features; j++) {
        orders[2 * i + 1][j] = orders[2 * i][features - 1 - j];
      }
    }
    return orders;
  }
}
