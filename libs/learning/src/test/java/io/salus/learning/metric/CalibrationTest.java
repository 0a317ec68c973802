package io.salus.learning.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private final double[] truth = new double[20_000];
  private final boolean[] labels = new boolean[truth.length];

  CalibrationTest() {
    Random random = new Random(4);
    for (int i = 0; i < truth.length; i++) {
      truth[i] = 1 / (1 + Math.exp(-1.5 * random.nextGaussian()));
      labels[i] = random.nextDouble() < truth[i];
    }
  }

  @Test
  void truthHasSlopeOneAndInterceptZero() {
    Calibration calibration = Calibration.of(truth, labels);

    assertEquals(1, calibration.slope(), 0.05);
    assertEquals(0, calibration.intercept(), 0.05);
    assertEquals(10, calibration.bins().size());
    for (Calibration.Bin bin : calibration.bins()) {
      assertEquals(bin.predicted(), bin.observed(), 0.04);
      assertTrue(bin.low() < bin.observed() && bin.observed() < bin.high());
    }
  }

  @Test
  void doubledLogOddsHaveSlopeOneHalf() {
    double[] tooSure = truth.clone();
    for (int i = 0; i < tooSure.length; i++) {
      double odds = truth[i] / (1 - truth[i]);
      tooSure[i] = odds * odds / (1 + odds * odds);
    }

    assertEquals(0.5, Calibration.of(tooSure, labels).slope(), 0.03);
  }

  @Test
  void predictionsThatAreUpsideDownHaveSlopeMinusOne() {
    boolean[] opposite = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      opposite[i] = !labels[i];
    }

    assertEquals(-1, Calibration.of(truth, opposite).slope(), 0.05);
  }

  @Test
  void brierIsTheMeanSquare() {
    assertEquals(
        (0.01 + 0.16) / 2,
        Calibration.brier(new double[] {0.9, 0.4}, new boolean[] {true, false}),
        1e-15);
  }

  @Test
  void wilsonIntervalOfOneBin() {
    // 3 of 10, the textbook interval 0.1078 to 0.6032.
    double[] same = {.3, .3, .3, .3, .3, .3, .3, .3, .3, .3};
    boolean[] three = {true, true, true, false, false, false, false, false, false, false};

    Calibration.Bin bin = Calibration.of(same, three).bins().getFirst();

    assertEquals(0.1078, bin.low(), 1e-4);
    assertEquals(0.6032, bin.high(), 1e-4);
  }
}
