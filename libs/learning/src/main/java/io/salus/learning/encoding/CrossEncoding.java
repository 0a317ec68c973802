package io.salus.learning.encoding;

import io.salus.learning.split.KFold;
import io.salus.learning.table.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Inputs of the training rows themselves. What the form TARGET puts in for a row's level is learned
 * on other patients' rows, else it would tell the row's own outcome: Pargent et al., "Regularized
 * target encoding outperforms traditional methods in supervised machine learning with high
 * cardinality features", Computational Statistics 37 (2022), section 3.2.
 */
public final class CrossEncoding {
  /** For rows that learn. */
  public static final int FOLDS = 5;

  private CrossEncoding() {}

  /**
   * Encodes the rows that an encoder was fitted on.
   *
   * @param encoder fitted on the whole training table
   * @param parts in how many parts patients are; {@link KFold} by the same seed has the same ones
   */
  public static double[][] of(Encoder encoder, Table training, int parts, long seed) {
    double[][] x = encoder.encode(training);
    List<Integer> features = new ArrayList<>();
    for (int i = 0; i < encoder.features().size(); i++) {
      if (!encoder.features().get(i).targets().isEmpty()) {
        features.add(i);
      }
    }
    if (features.isEmpty()) {
      return x;
    }
    KFold folds = KFold.of(training, parts, seed);
    for (int fold = 0; fold < parts; fold++) {
      Table others = training.rows(folds.train(fold));
      int[] rows = folds.test(fold);
      Table own = training.rows(rows);
      for (int feature : features) {
        FeatureEncoding part =
            FeatureEncoding.fit(others.features().get(feature), Form.TARGET, others.labels());
        int column = encoder.offset(feature);
        for (int i = 0; i < rows.length; i++) {
          part.encode(part.raw(own.features().get(feature), i), x[rows[i]], column);
        }
      }
    }
    return x;
  }
}
