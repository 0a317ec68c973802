package io.salus.learning.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

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
    NDArray one = Constant.of(margins, 1);
    NDArray losses =
        Activation.relu(margins)
            .sub(margins.mul(outcomes))
            .add(margins.abs().neg().exp().add(one).log());
    NDArray weights = outcomes.mul(Constant.of(margins, weight - 1)).add(one);
    return losses.mul(weights).sum().div(weights.sum());
  }
}
