package io.salus.synthesis.quality;

import io.salus.learning.split.Shuffle;
import io.salus.learning.table.Column;
import io.salus.synthesis.population.Population;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Compares a synthetic population with the real one it was learnt from. */
public final class QualityMeasure {
  /** Rows whose distances are measured at most; each is compared with every real row. */
  private static final int MOST_DISTANCES = 2_000;

  private final Population trained;
  private final Population heldOut;
  private final long seed;

  /**
   * @param trained real rows that the generator learnt from
   * @param heldOut real rows that it never saw, of the same columns
   * @param seed of the shuffle and of intervals
   */
  public QualityMeasure(Population trained, Population heldOut, long seed) {
    this.trained = trained;
    this.heldOut = heldOut;
    this.seed = seed;
  }

  /**
   * @param identical synthetic rows that equal a real one
   * @param refused rows that equalled a real one and were drawn again
   */
  public Quality of(Population synthetic, int identical, long refused) {
    ClosestRecord closest = new ClosestRecord(trained);
    List<PairQuality> independent = pairs(shuffled());
    return new Quality(
        trained.rows(),
        heldOut.rows(),
        synthetic.rows(),
        columns(synthetic),
        pairs(synthetic),
        independent.stream().mapToDouble(PairQuality::score).average().orElse(Double.NaN),
        Distances.of(closest.distances(synthetic, MOST_DISTANCES)),
        Distances.of(closest.distances(heldOut, MOST_DISTANCES)),
        identical,
        refused);
  }

  private List<ColumnQuality> columns(Population synthetic) {
    List<ColumnQuality> columns = new ArrayList<>();
    for (int i = 0; i < trained.columns().size(); i++) {
      Column real = trained.columns().get(i);
      Column made = synthetic.columns().get(i);
      columns.add(
          new ColumnQuality(
              real.name(),
              ColumnShape.measure(real),
              ColumnShape.of(real, made),
              missing(real),
              missing(made)));
    }
    return columns;
  }

  private List<PairQuality> pairs(Population other) {
    List<PairQuality> pairs = new ArrayList<>();
    for (int i = 0; i < trained.columns().size(); i++) {
      for (int j = 0; j < i; j++) {
        Column a = trained.columns().get(j);
        Column b = trained.columns().get(i);
        double score = PairTrend.of(a, b, other.columns().get(j), other.columns().get(i));
        pairs.add(new PairQuality(a.name(), b.name(), score));
      }
    }
    return pairs;
  }

  private Population shuffled() {
    SplittableRandom random = new SplittableRandom(seed);
    List<Column> columns = new ArrayList<>();
    for (Column column : trained.columns()) {
      columns.add(column.rows(Shuffle.order(trained.rows(), random)));
    }
    return new Population(columns, trained.rows());
  }

  private static double missing(Column column) {
    int missing = 0;
    for (int i = 0; i < column.size(); i++) {
      missing += column.missing(i) ? 1 : 0;
    }
    return column.size() == 0 ? 0 : (double) missing / column.size();
  }
}
