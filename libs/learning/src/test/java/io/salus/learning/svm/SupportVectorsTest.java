package io.salus.learning.svm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.learning.linear.LinearModel;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SupportVectorsTest {
  @Test
  void twoPointsHaveTheWidestMarginBetweenThem() {
    // w = 2 / |a - b| along a - b, and the middle is 0: (1, 1) and (-1, -1) give w = (1/2, 1/2).
    double[][] x = {{1, 1}, {-1, -1}};

    KernelMachine machine = fit(x, new boolean[] {true, false}, SvmSettings.linear(10));
    LinearModel weights = SupportVectors.linear(machine, 2);

    assertEquals(0.5, weights.weights().get(0), 1e-3);
    assertEquals(0.5, weights.weights().get(1), 1e-3);
    assertEquals(0, weights.intercept(), 1e-3);
  }

  @Test
  void costBoundsWhatOneRowCanSay() {
    // With C = 0.1 both points are inside the margin: coefficients are C, w = 0.1 ((1,1) + (1,1)).
    double[][] x = {{1, 1}, {-1, -1}};

    KernelMachine machine = fit(x, new boolean[] {true, false}, SvmSettings.linear(0.1));

    assertEquals(0.2, SupportVectors.linear(machine, 2).weights().getFirst(), 1e-9);
  }

  @Test
  void theRadialKernelSolvesExclusiveOr() {
    double[][] x = {{1, 1}, {-1, -1}, {1, -1}, {-1, 1}};
    boolean[] y = {true, true, false, false};

    KernelMachine machine = fit(x, y, new SvmSettings(10, 1, 1e-6, 1));

    // By symmetry every coefficient is 1 / (1 - e^-4)^2, and every row lies on the margin.
    double expected = 1 / Math.pow(1 - Math.exp(-4), 2);
    for (int i = 0; i < 4; i++) {
      assertEquals(y[i] ? 1 : -1, machine.score(x[i]), 1e-5);
      assertEquals(y[i] ? expected : -expected, machine.coefficients()[i], 1e-4);
    }
  }

  @Test
  void reachesTheConditionsOfTheOptimum() {
    Random random = new Random(2);
    double[][] x = new double[200][3];
    boolean[] y = new boolean[200];
    for (int i = 0; i < 200; i++) {
      for (int j = 0; j < 3; j++) {
        x[i][j] = random.nextGaussian();
      }
      y[i] = x[i][0] + x[i][1] * x[i][2] + random.nextGaussian() > 0;
    }
    SvmSettings settings = new SvmSettings(2, 0.4, 1e-4, 1);
    Smo smo = new Smo(new KernelRows(x, new Kernel(0.4)), y, settings);

    assertTrue(smo.run(settings.tolerance(), share -> {}));
    KernelMachine machine = fit(x, y, settings);

    // Karush, Kuhn and Tucker: a = 0 outside the margin, a = C inside it, between on it.
    double balance = 0;
    for (int i = 0; i < 200; i++) {
      double alpha = smo.coefficients()[i] * (y[i] ? 1 : -1);
      double margin = machine.score(x[i]) * (y[i] ? 1 : -1);
      balance += smo.coefficients()[i];
      if (alpha == 0) {
        assertTrue(margin > 1 - 1e-3, "outside the margin: " + margin);
      } else if (alpha == 2) {
        assertTrue(margin < 1 + 1e-3, "inside the margin: " + margin);
      } else {
        assertEquals(1, margin, 1e-3);
      }
    }
    assertEquals(0, balance, 1e-9);
  }

  private static KernelMachine fit(double[][] x, boolean[] y, SvmSettings settings) {
    return SupportVectors.fit(x, y, settings, share -> {});
  }
}
