package io.salus.learning.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.learning.Patients;
import io.salus.learning.UnusableDataException;
import io.salus.learning.linear.LogisticSettings;
import io.salus.learning.metric.Calibration;
import io.salus.learning.metric.Discrimination;
import io.salus.learning.model.NetworkSettings;
import io.salus.learning.svm.SvmSettings;
import io.salus.learning.table.Table;
import io.salus.learning.tree.BoostingSettings;
import io.salus.learning.tree.ForestSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LearnerTest {
  private static final Table TRAINING = Patients.some(600, 1.5, 1);
  private static final Table TEST = Patients.some(1000, 1.5, 2);

  static Stream<Algorithm> algorithms() {
    return Stream.of(
        new Algorithm.Logistic(LogisticSettings.ridge(0.01)),
        new Algorithm.SupportVector(SvmSettings.linear(1)),
        new Algorithm.SupportVector(SvmSettings.rbf(1)),
        new Algorithm.Forest(new ForestSettings(50, 0, 5, 20, 1)),
        new Algorithm.Boosting(
            new BoostingSettings(80, 0.1, 8, 4, 20, 1, 10, 1, 1, 10, 2, 1), false),
        new Algorithm.Network(new NetworkSettings(List.of(12, 6), 0.01, 0.05, 32, 20, 5), 1),
        new Algorithm.Network(new NetworkSettings(List.of(12, 6), 0.01, 0.05, 32, 20, 5), 3));
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void findsTheRiskAndSaysHowLargeItIs(Algorithm algorithm) {
    FittedModel model = fit(algorithm);

    double[] probabilities = model.probabilities(TEST);

    assertTrue(Discrimination.auroc(probabilities, TEST.labels()) > 0.78);
    double slope = Calibration.of(probabilities, TEST.labels()).slope();
    assertEquals(1, slope, 0.35);
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void contributionsAddUpToTheScore(Algorithm algorithm) {
    FittedModel model = fit(algorithm);
    for (int row = 0; row < 50; row++) {
      double[] raw = model.encoder().raw(TEST, row);

      Explanation explanation = model.explain(raw);

      double sum = explanation.base();
      for (double contribution : explanation.contributions()) {
        sum += contribution;
      }
      assertEquals(model.score(raw), sum, 1e-9);
      assertEquals(4, explanation.contributions().size());
    }
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void isTheSameAfterAFileAndAfterAnotherTraining(Algorithm algorithm) throws IOException {
    FittedModel model = fit(algorithm);

    byte[] file = ModelFile.write(model);
    FittedModel read = ModelFile.read(file);

    assertArrayEquals(model.scores(TEST), read.scores(TEST), 0);
    assertArrayEquals(model.probabilities(TEST), read.probabilities(TEST), 0);
    assertArrayEquals(file, ModelFile.write(read));
    assertArrayEquals(file, ModelFile.write(fit(algorithm)));
  }

  @Test
  void refusesFilesThatAreDamagedOrNoModel() {
    byte[] file = ModelFile.write(fit(new Algorithm.Logistic(LogisticSettings.ridge(0.01))));
    byte[] damaged = file.clone();
    damaged[file.length / 2] ^= 1;

    for (byte[] wrong :
        List.of(
            damaged,
            new byte[0],
            Arrays.copyOf(file, file.length - 1),
            "{\"algorithm\":\"logistic-regression\"}".repeat(9).getBytes(StandardCharsets.UTF_8))) {
      assertThrows(IOException.class, () -> ModelFile.read(wrong));
    }
  }

  @Test
  void isotonicCalibrationRepairsAWeightedModel() {
    Algorithm weighted = new Algorithm.Logistic(new LogisticSettings(0, 0.01, 0, 5000, 1e-5, 5));

    double[] raw =
        new Learner(weighted, CalibrationMethod.NONE, 1).fit(TRAINING, s -> {}).probabilities(TEST);
    double[] repaired =
        new Learner(weighted, CalibrationMethod.ISOTONIC, 1)
            .fit(TRAINING, s -> {})
            .probabilities(TEST);

    assertTrue(
        Calibration.brier(repaired, TEST.labels()) < Calibration.brier(raw, TEST.labels()) - 0.02);
  }

  @Test
  void calibratesByItselfABoostingThatIsTooCautious() {
    Algorithm early =
        new Algorithm.Boosting(
            new BoostingSettings(20, 0.05, 8, 4, 20, 1, 10, 1, 1, 0, 1, 1), false);
    Table many = Patients.some(3000, 1.5, 3);

    FittedModel raw = new Learner(early, CalibrationMethod.NONE, 1).fit(many, s -> {});
    FittedModel calibrated = new Learner(early, CalibrationMethod.AUTO, 1).fit(many, s -> {});

    assertTrue(slope(raw) > 1.3, "slope " + slope(raw));
    assertEquals(1, slope(calibrated), 0.1);
    assertArrayEquals(raw.scores(TEST), calibrated.scores(TEST), 0);
    assertEquals(CalibrationMethod.PLATT, calibrated.calibration());
  }

  @Test
  void leavesAHandfulOfRowsAsTheyAre() {
    Algorithm logistic = new Algorithm.Logistic(LogisticSettings.ridge(0.01));

    FittedModel model =
        new Learner(logistic, CalibrationMethod.AUTO, 1).fit(Patients.some(60, 1, 4), s -> {});

    assertEquals(CalibrationMethod.NONE, model.calibration());
  }

  @Test
  void saysHowFarItIsAndNeverGoesBack() {
    Algorithm logistic = new Algorithm.Logistic(LogisticSettings.ridge(0.01));
    double[] last = new double[1];

    new Learner(logistic, CalibrationMethod.PLATT, 1)
        .fit(
            TRAINING,
            share -> {
              assertTrue(share >= last[0] && share <= 1, last[0] + ", then " + share);
              last[0] = share;
            });

    assertEquals(1, last[0], 0);
  }

  private static double slope(FittedModel model) {
    return Calibration.of(model.probabilities(TEST), TEST.labels()).slope();
  }

  @Test
  void weightsOfANetworkMoveItsProbabilitiesUpAndCalibrationBringsThemBack() {
    Algorithm weighted =
        new Algorithm.Network(new NetworkSettings(List.of(12, 6), 0.01, 0.05, 32, 20, 5, 5.0), 1);

    FittedModel raw = new Learner(weighted, CalibrationMethod.NONE, 1).fit(TRAINING, s -> {});
    FittedModel calibrated =
        new Learner(weighted, CalibrationMethod.AUTO, 1).fit(TRAINING, s -> {});

    double share = (double) TEST.positives() / TEST.rows();
    assertTrue(mean(raw) > share + 0.15, "mean " + mean(raw) + ", share " + share);
    assertEquals(share, mean(calibrated), 0.05);
    assertTrue(Discrimination.auroc(raw.probabilities(TEST), TEST.labels()) > 0.78);
  }

  private static double mean(FittedModel model) {
    return Arrays.stream(model.probabilities(TEST)).average().orElseThrow();
  }

  @Test
  void refusesDataWithOneOutcome() {
    Table same = Patients.dated(List.of("a", "b"), List.of("2020", "2021"));

    assertThrows(
        UnusableDataException.class,
        () -> fit(new Algorithm.Logistic(LogisticSettings.ridge(1)), same));
  }

  private static FittedModel fit(Algorithm algorithm) {
    return fit(algorithm, TRAINING);
  }

  private static FittedModel fit(Algorithm algorithm, Table table) {
    return new Learner(algorithm, CalibrationMethod.NONE, 1).fit(table, share -> {});
  }
}
