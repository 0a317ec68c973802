package io.salus.learning.tree;

/**
 * Hyperparameters of {@link GradientBoosting}.
 *
 * @param mostTrees trees of each booster at most
 * @param learningRate what each tree's answer is multiplied by
 * @param mostLeaves leaves of a tree at most
 * @param deepest edges from the root to a leaf at most
 * @param leastRows rows in a leaf at least
 * @param l2 weight of the penalty on leaf values
 * @param categorySmoothing added to second derivatives when the levels of a category are ordered
 * @param featureShare share of the inputs that each tree may use
 * @param rowShare share of the training rows that each tree grows on
 * @param patience trees without a better log loss on held-out rows after which a booster ends; 0
 *     grows all trees and holds no rows out
 * @param boosters how many boosters are averaged, each with other held-out rows
 * @param positiveWeight weight of a row with the outcome; 1 weighs all alike
 */
public record BoostingSettings(
    int mostTrees,
    double learningRate,
    int mostLeaves,
    int deepest,
    int leastRows,
    double l2,
    double categorySmoothing,
    double featureShare,
    double rowShare,
    int patience,
    int boosters,
    double positiveWeight) {
  public BoostingSettings {
    if (mostTrees < 1
        || !(learningRate > 0)
        || mostLeaves < 2
        || deepest < 1
        || leastRows < 1
        || !(l2 >= 0)
        || !(categorySmoothing >= 0)
        || !(featureShare > 0 && featureShare <= 1)
        || !(rowShare > 0 && rowShare <= 1)
        || patience < 0
        || boosters < 1
        || boosters > GradientBoosting.FOLDS
        || !(positiveWeight > 0)) {
      throw new IllegalArgumentException("no such boosting");
    }
  }

  /** For some thousands of rows and more. */
  public static BoostingSettings standard() {
    return new BoostingSettings(600, 0.05, 31, 12, 20, 1, 10, 0.5, 0.8, 30, 1, 1);
  }

  public BoostingSettings withBoosters(int count) {
    return new BoostingSettings(
        mostTrees,
        learningRate,
        mostLeaves,
        deepest,
        leastRows,
        l2,
        categorySmoothing,
        featureShare,
        rowShare,
        patience,
        count,
        positiveWeight);
  }
}
