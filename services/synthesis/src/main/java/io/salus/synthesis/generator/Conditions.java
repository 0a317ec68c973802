package io.salus.synthesis.generator;

import io.salus.synthesis.encoding.EncodedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The conditional vector and training by sampling of Xu et al., NeurIPS 2019, section 4.3: a
 * boolean or a category is chosen, then one of its levels by the logarithm of its frequency, so
 * that rare levels are seen in training; a real row with that level follows.
 */
final class Conditions {
  private final int width;
  private final List<LevelChoice> choices = new ArrayList<>();

  /**
   * One condition.
   *
   * @param at where the conditional vector is 1
   * @param cell the same level among the cells of all columns
   * @param row a real row that meets it
   */
  record Condition(int at, int cell, int row) {}

  Conditions(EncodedRows real, List<Integer> levels, List<Integer> discrete) {
    int at = 0;
    for (int column : discrete) {
      int cell = levels.subList(0, column).stream().mapToInt(Integer::intValue).sum();
      choices.add(new LevelChoice(real, column, levels.get(column), at, cell));
      at += levels.get(column);
    }
    width = at;
  }

  /** Length of the conditional vector. */
  int width() {
    return width;
  }

  /** A condition for training: levels by the logarithm of their frequency. */
  Condition forTraining(RandomGenerator random) {
    return choices.get(random.nextInt(choices.size())).byLogarithm(random);
  }

  /** A condition for sampling: levels as often as they are. */
  Condition forSampling(RandomGenerator random) {
    return choices.get(random.nextInt(choices.size())).byFrequency(random);
  }
}
