package io.salus.synthesis.quality;

import java.util.List;

/**
 * All figures of a synthetic population.
 *
 * @param trained real rows that the generator learnt from
 * @param heldOut real rows that it never saw
 * @param synthetic synthetic rows
 * @param columns in table order
 * @param pairs all pairs of columns
 * @param independentPairs score of pairs when each real column is shuffled on its own: what no
 *     knowledge of dependence is worth
 * @param syntheticDistances of synthetic rows to the closest row learnt from
 * @param heldOutDistances of the rows held out to the closest row learnt from
 * @param identical synthetic rows that equal a real one
 * @param refused rows that equalled a real one and were drawn again
 */
public record Quality(
    int trained,
    int heldOut,
    int synthetic,
    List<ColumnQuality> columns,
    List<PairQuality> pairs,
    double independentPairs,
    Distances syntheticDistances,
    Distances heldOutDistances,
    int identical,
    long refused) {

  /** Mean over columns, 0 to 1. */
  public double columnShapes() {
    return columns.stream().mapToDouble(ColumnQuality::shape).average().orElse(Double.NaN);
  }

  /** Mean over pairs, 0 to 1. */
  public double pairTrends() {
    return pairs.stream().mapToDouble(PairQuality::score).average().orElse(Double.NaN);
  }

  /** Mean over columns, 0 to 1. */
  public double missingness() {
    return columns.stream().mapToDouble(ColumnQuality::missingness).average().orElse(Double.NaN);
  }
}
