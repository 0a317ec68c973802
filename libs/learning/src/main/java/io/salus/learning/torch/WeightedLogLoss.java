package io.salus.learning.torch;

import ai.djl.ndarray.NDArray;

/** Log loss in which rows with the outcome weigh more or less than others. */
public final class WeightedLogLoss {
  private WeightedLogLoss() {}

  /**
   * Weighted mean of the log loss, {@code sum w (max(m, 0) - m y + log(1 + exp(-|m|))) / sum w}:
   * King and Zeng, "Logistic regression in rare events data", Political Analysis 9 (2001), section
   * 4.2.
   *
   * @param margins log-odds
   * @param outcomes 1 or 0, of the same shape
   * @param weight of rows with the outcome
   */
  public static NDArray of(NDArray margins, NDArray outcomes, double weight) {
    NDArray losses =
        margins.maximum(0).sub(margins.mul(outcomes)).add(margins.abs().neg().exp().add(1).log());
    NDArray weights = outcomes.mul(weight - 1).add(1);
    return losses.mul(weights).sum().div(weights.sum());
  }
}
