package io.salus.learning.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.learning.drift.StabilityIndex.Change;
import io.salus.learning.table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StabilityIndexTest {
  /**
   * Ten bins of 10 % each; now two have 5 % and two 15 %. By hand: 2 (0.05 - 0.10) ln(0.5) + 2
   * (0.15 - 0.10) ln(1.5) = 0.0693147 + 0.0405465.
   */
  @Test
  void isTheSumOfTheFormula() {
    List<Long> before = List.of(100L, 100L, 100L, 100L, 100L, 100L, 100L, 100L, 100L, 100L);
    List<Long> now = List.of(50L, 50L, 100L, 100L, 100L, 100L, 100L, 100L, 150L, 150L);

    StabilityIndex index = StabilityIndex.of(before, now);

    assertEquals(0.1098612, index.value(), 1e-7);
    // chi-squared with 9 degrees has 21.666 at 0.99; times 2 / 1000.
    assertEquals(0.043332, index.chance(), 1e-4);
    assertEquals(Change.SMALL, index.change());
    assertEquals(0, StabilityIndex.of(before, before).value(), 0);
  }

  @Test
  void countsHalfAPatientWhereNobodyIs() {
    StabilityIndex index = StabilityIndex.of(List.of(50L, 50L), List.of(100L, 0L));

    double e = 0.5;
    assertEquals(e * Math.log(1 / e) + (0.005 - e) * Math.log(0.005 / e), index.value(), 1e-12);
    assertEquals(Change.LARGE, index.change());
    assertThrows(
        IllegalArgumentException.class, () -> StabilityIndex.of(List.of(1L, 2L), List.of(0L, 0L)));
  }

  @Test
  void takesLittleForAChangeInASmallWindow() {
    Random random = new Random(5);
    int alarms = 0;
    for (int window = 0; window < 300; window++) {
      Histogram training = Histogram.of(numbers(random, 2000, 0));
      StabilityIndex index = training.compare(training.count(numbers(random, 40, 0)));
      alarms += index.change() == Change.NONE ? 0 : 1;
    }

    assertTrue(alarms < 12, alarms + " of 300 small windows");
  }

  @Test
  void seesNumbersThatMoveValuesThatLackAndNewLevels() {
    Random random = new Random(6);
    Histogram training = Histogram.of(numbers(random, 2000, 0));
    double[] lacking = numbers(random, 500, 0).values();
    for (int i = 0; i < 300; i++) {
      lacking[i] = Double.NaN;
    }
    Histogram places =
        Histogram.of(Column.categories("place", new double[300], List.of("old", "rare")));

    assertEquals(Change.LARGE, training.compare(training.count(numbers(random, 500, 1))).change());
    Histogram without = training.count(Column.numbers("pressure", lacking));
    assertEquals(Change.LARGE, training.compare(without).change());
    assertEquals(0.6, without.missing(), 1e-12);
    Histogram moved =
        places.count(Column.categories("place", new double[50], List.of("elsewhere")));
    assertEquals(Change.LARGE, places.compare(moved).change());
  }

  @Test
  void hasOneBinForAValueThatMostHave() {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      values.add(i < 80 ? 0.0 : i);
    }

    Histogram training =
        Histogram.of(
            Column.numbers("visits", values.stream().mapToDouble(Double::doubleValue).toArray()));

    assertEquals(List.of(0.0, 80.0, 90.0), training.edges());
    assertEquals(List.of(80L, 1L, 10L, 9L, 0L), training.counts());
  }

  private static Column numbers(Random random, int rows, double shift) {
    return Column.numbers("pressure", random.doubles(rows).map(u -> u + shift * 0.5).toArray());
  }
}
