package io.salus.learning.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.learning.Patients;
import io.salus.learning.encoding.Encoder;
import io.salus.learning.metric.Discrimination;
import io.salus.learning.table.Table;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
  @Test
  void reachesTheMinimumOfTheLoss() {
    // One input, values -1 and 1, outcome 1 in 1/4 and 3/4: w = log 3 without a penalty, b = 0.
    double[][] x = {{-1}, {-1}, {-1}, {-1}, {1}, {1}, {1}, {1}};
    boolean[] y = {true, false, false, false, true, true, true, false};

    LogisticRegression model = LogisticRegression.fit(x, y, 1e-9, share -> {});

    assertTrue(model.converged());
    assertEquals(Math.log(3), model.weights().getFirst(), 1e-5);
    assertEquals(0, model.intercept(), 1e-5);
  }

  @Test
  void convergesOnSeparableData() {
    double[][] x = {{-2}, {-1}, {1}, {2}};
    boolean[] y = {false, false, true, true};

    LogisticRegression model = LogisticRegression.fit(x, y, 0.01, share -> {});

    assertTrue(model.converged());
    assertEquals(1, Discrimination.auroc(model.margins(x), y), 0);
  }

  @Test
  void findsTheRiskThatIsThereAndNoneThatIsNot() {
    assertTrue(heldOut(1.5) > 0.8);
    assertEquals(0.5, heldOut(0), 0.06);
  }

  @Test
  void contributionsAddUpToTheMargin() {
    Table table = Patients.some(300, 1, 1);
    Encoder encoder = Encoder.fit(table);
    LogisticRegression model =
        LogisticRegression.fit(encoder.encode(table), table.labels(), 0.01, share -> {});
    double[] raw = encoder.raw(table, 5);

    double sum = 0;
    for (double contribution : Attribution.of(model, encoder, raw)) {
      sum += contribution;
    }

    double margin = model.margins(new double[][] {encoder.encode(raw)})[0];
    assertEquals(margin - model.intercept(), sum, 1e-9);
  }

  private static double heldOut(double effect) {
    Table train = Patients.some(1500, effect, 1);
    Table test = Patients.some(1500, effect, 2);
    Encoder encoder = Encoder.fit(train);
    LogisticRegression model =
        LogisticRegression.fit(encoder.encode(train), train.labels(), 0.01, share -> {});
    return Discrimination.auroc(model.margins(encoder.encode(test)), test.labels());
  }
}
