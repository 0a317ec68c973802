package io.salus.learning.tree;

/**
 * Hyperparameters of a {@link RandomForest}.
 *
 * @param trees how many
 * @param featuresPerNode inputs drawn for every node; 0 takes the square root of all
 * @param leastRows rows in a leaf at least
 * @param deepest edges from the root to a leaf at most
 * @param positiveWeight weight of a row with the outcome; 1 weighs all alike
 */
public record ForestSettings(
    int trees, int featuresPerNode, int leastRows, int deepest, double positiveWeight) {
  public ForestSettings {
    if (trees < 1 || featuresPerNode < 0 || leastRows < 1 || deepest < 1 || !(positiveWeight > 0)) {
      throw new IllegalArgumentException("no such forest");
    }
  }

  /** Breiman's: full trees, the square root of the inputs at every node. */
  public static ForestSettings standard() {
    return new ForestSettings(200, 0, 1, Integer.MAX_VALUE, 1);
  }
}
