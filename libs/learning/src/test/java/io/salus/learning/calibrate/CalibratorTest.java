package io.salus.learning.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.learning.metric.Calibration;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class CalibratorTest {
  @Test
  void theSigmoidFindsTheTrueOne() {
    Random random = new Random(4);
    double[] scores = new double[20_000];
    boolean[] labels = new boolean[scores.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextGaussian();
      labels[i] = random.nextDouble() < 1 / (1 + Math.exp(1 - 2 * scores[i]));
    }

    Sigmoid sigmoid = Sigmoid.fit(scores, labels);

    assertEquals(-1, sigmoid.intercept(), 0.05);
    assertEquals(2, sigmoid.slope(), 0.07);
    double[] probabilities = DoubleStream.of(scores).map(sigmoid::probability).toArray();
    assertEquals(1, Calibration.of(probabilities, labels).slope(), 0.01);
  }

  @Test
  void theSigmoidStaysFiniteWhereScoresSeparate() {
    double[] scores = {-3, -2, 2, 3};
    boolean[] labels = {false, false, true, true};

    Sigmoid sigmoid = Sigmoid.fit(scores, labels);

    // Platt's outcomes are 3/4 and 1/4 here, so that is where the sigmoid goes.
    assertTrue(sigmoid.probability(3) > 0.7 && sigmoid.probability(3) < 0.9);
    assertEquals(1, sigmoid.probability(3) + sigmoid.probability(-3), 1e-6);
  }

  @Test
  void isotonicPoolsWhatFalls() {
    // Means 0, (1 + 0) / 2, 1 after pooling scores 2 and 3.
    Isotonic isotonic =
        Isotonic.fit(new double[] {1, 2, 3, 4}, new boolean[] {false, true, false, true});

    assertEquals(List.of(1.0, 2.0, 3.0, 4.0), isotonic.scores());
    assertEquals(List.of(0.0, 0.5, 0.5, 1.0), isotonic.probabilities());
    assertEquals(0.5, isotonic.probability(2.4), 0);
    assertEquals(0.25, isotonic.probability(1.5), 1e-12);
    assertEquals(0, isotonic.probability(-9), 0);
    assertEquals(1, isotonic.probability(9), 0);
  }

  @Test
  void isotonicGivesEqualScoresOneProbability() {
    Isotonic isotonic =
        Isotonic.fit(new double[] {1, 1, 1, 2}, new boolean[] {false, true, true, true});

    assertEquals(2 / 3.0, isotonic.probability(1), 1e-12);
    assertEquals(1, isotonic.probability(2), 1e-12);
  }

  @Test
  void theThresholdFollowsTheCosts() {
    // Elkan's: a miss that costs 9 false alarms makes one act from 10 % on.
    assertEquals(0.1, Threshold.ofCosts(1, 9), 1e-12);
    double[] p = {0.05, 0.2, 0.4, 0.8};
    boolean[] y = {false, true, false, true};

    Threshold careful = Threshold.cheapest(p, y, 1, 9);
    Threshold sparing = Threshold.cheapest(p, y, 9, 1);

    assertEquals(0.2, careful.probability(), 0);
    assertEquals(0.25, careful.meanCost(), 1e-12, "one false alarm among four");
    assertEquals(0.8, sparing.probability(), 0);
    assertEquals(0.25, sparing.meanCost(), 1e-12, "one miss among four");
  }
}
