package io.salus.learning.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DiscriminationTest {
  private static final boolean[] LABELS = {true, true, false, true, false, false};

  @Test
  void aurocCountsPairsInTheRightOrder() {
    // 9 pairs; 0.6 is over the third positive: 8 of 9.
    assertEquals(
        8 / 9.0, Discrimination.auroc(new double[] {.9, .8, .6, .5, .4, .3}, LABELS), 1e-15);
    // The third positive ties with 0.6: 8.5 of 9.
    assertEquals(
        8.5 / 9, Discrimination.auroc(new double[] {.9, .8, .6, .6, .4, .3}, LABELS), 1e-15);
  }

  @Test
  void constantScoresAreAsGoodAsChance() {
    double[] constant = {1, 1, 1, 1, 1, 1};

    assertEquals(0.5, Discrimination.auroc(constant, LABELS), 0);
    assertEquals(0.5, Discrimination.auprc(constant, LABELS), 0, "share of positives");
  }

  @Test
  void auprcIsTheMeanPrecisionAtPositives() {
    // Precisions at the positives: 1/1, 2/2, 3/4.
    assertEquals(
        (1 + 1 + 0.75) / 3,
        Discrimination.auprc(new double[] {.9, .8, .6, .5, .4, .3}, LABELS),
        1e-15);
  }

  @Test
  void isUndefinedWithoutBothGroups() {
    assertTrue(Double.isNaN(Discrimination.auroc(new double[] {1, 2}, new boolean[2])));
    assertTrue(Double.isNaN(Discrimination.auprc(new double[] {1, 2}, new boolean[2])));
  }
}
