package io.salus.learning.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private final Bootstrap bootstrap = new Bootstrap(1, 1000);

  @Test
  void matchesTheNormalIntervalOfAMean() {
    // Brier score of constant 0 is the share of positives: 300 of 1000, 1.96 sqrt(.3 .7 / 1000).
    boolean[] labels = new boolean[1000];
    Arrays.fill(labels, 0, 300, true);

    Estimate estimate = bootstrap.estimate(Calibration::brier, new double[1000], labels);

    assertEquals(0.3, estimate.value(), 1e-12);
    assertEquals(0.3 - 0.0284, estimate.low(), 0.004);
    assertEquals(0.3 + 0.0284, estimate.high(), 0.004);
    assertEquals(
        estimate, new Bootstrap(1, 1000).estimate(Calibration::brier, new double[1000], labels));
  }

  @Test
  void isWideForFewPatientsAndIncludesChanceForNoise() {
    Random random = new Random(2);
    double[] scores = new double[20];
    boolean[] labels = new boolean[20];
    for (int i = 0; i < 20; i++) {
      scores[i] = random.nextDouble();
      labels[i] = i < 4;
    }

    Estimate estimate = bootstrap.estimate(Discrimination::auroc, scores, labels);

    assertTrue(estimate.low() < 0.5 && estimate.high() > 0.5, estimate.toString());
    assertTrue(estimate.high() - estimate.low() > 0.3);
  }

  @Test
  void hasNoIntervalWithoutPositives() {
    assertFalse(
        bootstrap
            .estimate(Discrimination::auroc, new double[] {1, 2, 3}, new boolean[3])
            .hasInterval());
  }
}
