package io.salus.synthesis.quality;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.learning.table.Column;
import io.salus.synthesis.Clinic;
import io.salus.synthesis.population.Population;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Examples that can be checked on paper. */
class QualityMeasureTest {
  private static final double NONE = Double.NaN;

  @Test
  void measuresTheLargestGapBetweenDistributions() {
    // F steps at 1, 2, 3, 4 by 1/4; G at 3, 4 by 1/2. At 2, F is 1/2 and G is 0.
    assertEquals(
        0.5, ColumnShape.kolmogorovSmirnov(new double[] {4, 1, 3, 2}, new double[] {3, 4}), 1e-12);
    assertEquals(1, ColumnShape.kolmogorovSmirnov(new double[] {1, 1, 2}, new double[] {1, 2, 1}));
    assertEquals(0, ColumnShape.kolmogorovSmirnov(new double[] {1}, new double[] {2}));
    assertEquals(0, ColumnShape.kolmogorovSmirnov(new double[] {1}, new double[0]));
  }

  @Test
  void measuresSharesOfLevelsWithoutMissingValues() {
    Column real = Column.categories("c", new double[] {0, 0, 1, 2, NONE}, List.of("a", "b", "c"));
    Column made = Column.categories("c", new double[] {0, 1, 1, 1}, List.of("a", "b", "c"));

    // 1/2, 1/4, 1/4 against 1/4, 3/4, 0: half of 1/4 + 1/2 + 1/4 is 1/2.
    assertEquals(0.5, ColumnShape.of(real, made), 1e-12);
  }

  @Test
  void comparesCorrelationsOfNumbers() {
    Column a = Column.numbers("a", new double[] {1, 2, 3, NONE});
    Column b = Column.numbers("b", new double[] {2, 4, 6, 100});
    Column falling = Column.numbers("b", new double[] {3, 2, 1, 7});

    assertEquals(1, PairTrend.pearson(a, b), 1e-12);
    assertEquals(0, PairTrend.of(a, b, a, falling), 1e-12); // 1 - |1 - (-1)| / 2
    assertEquals(1, PairTrend.of(a, b, a, b), 1e-12);
  }

  @Test
  void comparesContingencyTablesOfLevels() {
    Column x = Column.booleans("x", new double[] {0, 0, 1, 1});
    Column same = Column.booleans("y", new double[] {0, 0, 1, 1});
    Column free = Column.booleans("y", new double[] {0, 1, 0, 1});

    // 1/2, 0, 0, 1/2 against four times 1/4: half of four times 1/4 is 1/2.
    assertEquals(0.5, PairTrend.of(x, same, x, free), 1e-12);
  }

  @Test
  void measuresDistanceToTheClosestRecord() {
    Population real =
        new Population(
            List.of(
                Column.numbers("n", new double[] {0, 10, NONE}),
                Column.booleans("b", new double[] {0, 1, 1})),
            3);
    Population made =
        new Population(
            List.of(
                Column.numbers("n", new double[] {10, 5, NONE, 2}),
                Column.booleans("b", new double[] {1, 1, 0, NONE})),
            4);

    double[] distances = new ClosestRecord(real).distances(made, 100);

    // A copy; half the range off in one of two columns; missing fits, level does not; (0.2 + 1) /
    // 2.
    assertArrayEquals(new double[] {0, 0.25, 0.5, 0.6}, distances, 1e-12);
  }

  @Test
  void callsAPopulationThatRepeatsPatientsByItsName() {
    Population all = Population.of(Clinic.table(500, 3));
    Population trained = all.rows(IntStream.range(0, 400).toArray());
    Population heldOut = all.rows(IntStream.range(400, 500).toArray());

    Quality copies = new QualityMeasure(trained, heldOut, 1).of(trained, 400, 0);
    Verdict verdict = Verdict.of(copies, 1);

    assertEquals(1, copies.columnShapes(), 1e-12);
    assertEquals(0, copies.syntheticDistances().quantile(0.05));
    assertTrue(verdict.conclusive());
    assertTrue(verdict.sentences().getFirst().contains("Do not release"), verdict::toString);
  }

  @Test
  void saysThatAFewRowsSayNothing() {
    Population all = Population.of(Clinic.table(60, 3));
    Population trained = all.rows(IntStream.range(0, 48).toArray());
    Population heldOut = all.rows(IntStream.range(48, 60).toArray());

    Verdict verdict = Verdict.of(new QualityMeasure(trained, heldOut, 1).of(trained, 0, 0), 1);

    assertFalse(verdict.conclusive());
    assertTrue(verdict.sentences().getFirst().startsWith("Too few rows to say"));
  }
}
