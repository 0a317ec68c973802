package io.salus.learning.fit;

import io.salus.learning.UnusableDataException;
import io.salus.learning.calibrate.AsItIs;
import io.salus.learning.calibrate.Calibrator;
import io.salus.learning.calibrate.Isotonic;
import io.salus.learning.calibrate.Sigmoid;
import io.salus.learning.encoding.CrossEncoding;
import io.salus.learning.encoding.Encoder;
import io.salus.learning.linear.LinearModel;
import io.salus.learning.linear.Logistic;
import io.salus.learning.model.DenseFit;
import io.salus.learning.model.FitProgress;
import io.salus.learning.split.KFold;
import io.salus.learning.svm.KernelMachine;
import io.salus.learning.svm.SupportVectors;
import io.salus.learning.table.Table;
import io.salus.learning.tree.GradientBoosting;
import io.salus.learning.tree.RandomForest;

/**
 * Trains a model on a table. Everything that is learned (preprocessing, parameters, calibration) is
 * learned from this table alone. The same table, algorithm and seed give the same model, bit for
 * bit, on any number of cores.
 */
public final class Learner {
  private static final int CALIBRATION_FOLDS = 5;

  private final Algorithm algorithm;
  private final CalibrationMethod calibration;
  private final long seed;

  public Learner(Algorithm algorithm, CalibrationMethod calibration, long seed) {
    this.algorithm = algorithm;
    this.calibration =
        algorithm instanceof Algorithm.SupportVector && calibration == CalibrationMethod.NONE
            ? CalibrationMethod.PLATT
            : calibration;
    this.seed = seed;
  }

  /**
   * Trains.
   *
   * @param training rows to learn from; rows of one patient are held out together
   * @param progress told how far it is; an exception that it throws ends the training
   * @throws UnusableDataException when there is nothing to learn
   */
  public FittedModel fit(Table training, FitProgress progress) {
    if (training.positives() == 0 || training.positives() == training.rows()) {
      throw new UnusableDataException("all rows of the training fold have the same outcome");
    }
    int rounds = calibration == CalibrationMethod.NONE ? 1 : CALIBRATION_FOLDS + 1;
    Calibrator calibrator =
        switch (calibration) {
          case NONE -> algorithm instanceof Algorithm.Forest ? new AsItIs() : Sigmoid.LOG_ODDS;
          case PLATT -> Sigmoid.fit(heldOut(training, rounds, progress), training.labels());
          case ISOTONIC -> Isotonic.fit(heldOut(training, rounds, progress), training.labels());
        };
    Encoder encoder = Encoder.fit(training, algorithm.form());
    double done = (rounds - 1.0) / rounds;
    Scorer scorer = scorer(encoder, training, share -> progress.at(done + share / rounds));
    progress.at(1);
    return new FittedModel(algorithm, seed, encoder, scorer, calibrator);
  }

  /**
   * Scores of the training rows by models that have not seen their patients: Platt (1999), section
   * 2.3. The calibration is then that of the model trained on all of them.
   */
  private double[] heldOut(Table training, int rounds, FitProgress progress) {
    double[] scores = new double[training.rows()];
    KFold folds;
    try {
      folds = KFold.of(training, CALIBRATION_FOLDS, seed);
    } catch (IllegalArgumentException e) {
      throw new UnusableDataException("too few patients to calibrate on", e);
    }
    for (int fold = 0; fold < folds.folds(); fold++) {
      int before = fold;
      Table part = training.rows(folds.train(fold));
      Encoder encoder = Encoder.fit(part, algorithm.form());
      Scorer scorer = scorer(encoder, part, share -> progress.at((before + share) / rounds));
      int[] rows = folds.test(fold);
      double[][] x = encoder.encode(training.rows(rows));
      for (int i = 0; i < rows.length; i++) {
        scores[rows[i]] = scorer.score(x[i]);
      }
    }
    return scores;
  }

  private Scorer scorer(Encoder encoder, Table table, FitProgress progress) {
    double[][] x = CrossEncoding.of(encoder, table, seed);
    boolean[] y = table.labels();
    return switch (algorithm) {
      case Algorithm.Logistic(var settings) ->
          new Scorer.Linear(Logistic.fit(x, y, settings, seed, progress));
      case Algorithm.SupportVector(var settings) -> {
        KernelMachine machine = SupportVectors.fit(x, y, settings, progress);
        if (!machine.kernel().linear()) {
          yield new Scorer.Kernel(machine);
        }
        LinearModel weights = SupportVectors.linear(machine, encoder.width());
        yield new Scorer.Linear(weights);
      }
      case Algorithm.Forest(var settings) ->
          new Scorer.Trees(
              RandomForest.fit(x, encoder.columnLevels(), y, settings, seed, progress));
      case Algorithm.Boosting(var settings, var _) ->
          new Scorer.Trees(
              GradientBoosting.fit(
                  x, encoder.columnLevels(), y, table.patients(), settings, seed, progress));
      case Algorithm.Network(var settings) ->
          new Scorer.Layers(DenseFit.fit(x, y, table.patients(), settings, seed, progress));
    };
  }
}
