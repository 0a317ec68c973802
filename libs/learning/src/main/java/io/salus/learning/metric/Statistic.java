package io.salus.learning.metric;

/** A figure of predicted probabilities against what happened. */
@FunctionalInterface
public interface Statistic {
  /**
   * @param scores one a patient; only AUROC and AUPRC accept other scales than 0 to 1
   * @param labels what happened, one a patient
   * @return the figure; NaN where these patients do not define it
   */
  double of(double[] scores, boolean[] labels);
}
