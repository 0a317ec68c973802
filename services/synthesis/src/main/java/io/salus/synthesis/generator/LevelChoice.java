package io.salus.synthesis.generator;

import io.salus.synthesis.encoding.EncodedRows;
import io.salus.synthesis.generator.Conditions.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** One column that rows can be conditioned on: which real rows have which level. */
final class LevelChoice {
  private final int at;
  private final int cell;
  private final List<List<Integer>> rows = new ArrayList<>();
  private final double[] cumulated;
  private final EncodedRows real;
  private final int column;

  /**
   * @param at its first place in the conditional vector
   * @param cell its first cell among the cells of all columns
   */
  LevelChoice(EncodedRows real, int column, int levels, int at, int cell) {
    this.real = real;
    this.column = column;
    this.at = at;
    this.cell = cell;
    for (int level = 0; level < levels; level++) {
      rows.add(new ArrayList<>());
    }
    for (int row = 0; row < real.rows(); row++) {
      rows.get(real.level(row, column)).add(row);
    }
    cumulated = new double[levels];
    double total = 0;
    for (int level = 0; level < levels; level++) {
      total += StrictMath.log(1.0 + rows.get(level).size());
      cumulated[level] = total;
    }
  }

  /** A level by the logarithm of its frequency, and a row that has it. */
  Condition byLogarithm(RandomGenerator random) {
    double total = cumulated[cumulated.length - 1];
    // A product may round up to the total, and no level lies beyond it.
    double drawn = Math.min(random.nextDouble() * total, Math.nextDown(total));
    int level = 0;
    while (cumulated[level] <= drawn) {
      level++;
    }
    List<Integer> having = rows.get(level);
    return condition(level, having.get(random.nextInt(having.size())));
  }

  /** The level of a row drawn from all. */
  Condition byFrequency(RandomGenerator random) {
    int row = random.nextInt(real.rows());
    return condition(real.level(row, column), row);
  }

  private Condition condition(int level, int row) {
    return new Condition(at + level, cell + level, row);
  }
}
