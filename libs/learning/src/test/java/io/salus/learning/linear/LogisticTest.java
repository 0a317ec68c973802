package io.salus.learning.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogisticTest {
  private static final int WIDTH = 6;
  private final double[][] x = new double[1500][WIDTH];
  private final boolean[] y = new boolean[x.length];

  LogisticTest() {
    Random random = new Random(8);
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < WIDTH; j++) {
        x[i][j] = random.nextGaussian();
      }
      double margin = 1.5 * x[i][0] - x[i][1] - 0.5;
      y[i] = random.nextDouble() < 1 / (1 + Math.exp(-margin));
    }
  }

  @Test
  void reachesTheMinimumThatIsKnown() {
    // Values -1 and 1, outcome 1 in 1/4 and 3/4: w = log 3 without a penalty, b = 0.
    double[][] one = {{-1}, {-1}, {-1}, {-1}, {1}, {1}, {1}, {1}};
    boolean[] outcome = {true, false, false, false, true, true, true, false};

    LinearModel model = Logistic.fit(one, outcome, LogisticSettings.ridge(0), 1, share -> {});

    assertTrue(model.converged());
    assertEquals(Math.log(3), model.weights().getFirst(), 1e-4);
    assertEquals(0, model.intercept(), 1e-4);
  }

  @Test
  void meetsTheConditionsOfTheElasticNet() {
    LogisticSettings settings = new LogisticSettings(0.02, 0.05, 0, 5000, 1e-8, 1);

    LinearModel model = Logistic.fit(x, y, settings, 1, share -> {});

    // At the minimum the gradient of the smooth part is -l1 sign(w), within l1 where w = 0.
    double[] gradient = new double[WIDTH + 1];
    new LogisticLoss(x, y, 0.05, 1).at(parameters(model), gradient);
    for (int j = 0; j < WIDTH; j++) {
      double weight = model.weights().get(j);
      if (weight == 0) {
        assertTrue(Math.abs(gradient[j]) <= 0.02 + 1e-7);
      } else {
        assertEquals(-0.02 * Math.signum(weight), gradient[j], 1e-7);
      }
    }
    assertEquals(0, gradient[WIDTH], 1e-7);
  }

  @Test
  void anL1PenaltyLeavesOutWhatSaysNothing() {
    LinearModel model = Logistic.fit(x, y, LogisticSettings.lasso(0.05), 1, share -> {});

    assertTrue(model.weights().get(0) > 0.5 && model.weights().get(1) < -0.3);
    for (int j = 2; j < WIDTH; j++) {
      assertEquals(0, model.weights().get(j), 0);
    }
  }

  @Test
  void miniBatchesComeNearTheMinimumAndRepeat() {
    LogisticSettings settings = LogisticSettings.ridge(0.01);
    double least = loss(Logistic.fit(x, y, settings, 1, share -> {}));

    LinearModel batches = Logistic.fit(x, y, settings.withBatch(32, 40), 1, share -> {});

    assertEquals(least, loss(batches), 0.002);
    assertEquals(batches, Logistic.fit(x, y, settings.withBatch(32, 40), 1, share -> {}));
  }

  @Test
  void weightingPositivesIsRepeatingThem() {
    double[][] twice = Arrays.copyOf(new double[][] {{0}, {1}, {1}}, 4);
    twice[3] = twice[1];
    LogisticSettings weighted = new LogisticSettings(0, 0.1, 0, 5000, 1e-9, 2);

    LinearModel a =
        Logistic.fit(
            new double[][] {{0}, {1}, {1}},
            new boolean[] {false, true, false},
            weighted,
            1,
            share -> {});
    LinearModel b =
        Logistic.fit(
            twice,
            new boolean[] {false, true, false, true},
            new LogisticSettings(0, 0.1, 0, 5000, 1e-9, 1),
            1,
            share -> {});

    assertEquals(b.weights().getFirst(), a.weights().getFirst(), 1e-7);
    assertEquals(b.intercept(), a.intercept(), 1e-7);
  }

  private static double[] parameters(LinearModel model) {
    double[] parameters = new double[WIDTH + 1];
    for (int j = 0; j < WIDTH; j++) {
      parameters[j] = model.weights().get(j);
    }
    parameters[WIDTH] = model.intercept();
    return parameters;
  }

  private double loss(LinearModel model) {
    return new LogisticLoss(x, y, 0.01, 1).at(parameters(model), new double[WIDTH + 1]);
  }
}
