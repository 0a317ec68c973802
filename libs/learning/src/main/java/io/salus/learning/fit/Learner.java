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
import io.salus.learning.model.FitProgress;
import io.salus.learning.network.Watch;
import io.salus.learning.split.KFold;
import io.salus.learning.svm.KernelMachine;
import io.salus.learning.svm.SupportVectors;
import io.salus.learning.table.Table;
import io.salus.learning.tree.GradientBoosting;
import io.salus.learning.tree.RandomForest;
import java.util.stream.IntStream;

/**
 * Trains a model on a table. Everything that is learned (preprocessing, parameters, calibration) is
 * learned from this table alone. The same table, algorithm and seed give the same model, bit for
 * bit, on any number of cores.
 */
public final class Learner {
  private static final int CALIBRATION_FOLDS = 5;

  /** Fewer rows of either outcome say too little about the two numbers of a sigmoid. */
  private static final int FEWEST_TO_CALIBRATE = 50;

  /**
   * So many held-out rows of the rarer outcome fix a calibration to a few per cent; more folds than
   * give them would only cost trainings.
   */
  private static final int ENOUGH_TO_CALIBRATE = 1000;

  private final Algorithm algorithm;
  private final CalibrationMethod calibration;
  private final long seed;

  public Learner(Algorithm algorithm, CalibrationMethod calibration, long seed) {
    this.algorithm = algorithm;
    this.calibration = calibration;
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
    return fit(training, progress, Watch.of(progress));
  }

  /**
   * The same, where a training in the engine may be taken up again.
   *
   * @param progress told how far it is by what is not trained in the engine
   * @param watch told by what is; keeps what a next attempt needs
   */
  public FittedModel fit(Table training, FitProgress progress, Watch watch) {
    int rarer = Math.min(training.positives(), training.rows() - training.positives());
    if (rarer == 0) {
      throw new UnusableDataException("all rows of the training fold have the same outcome");
    }
    if (algorithm instanceof Algorithm.Deep deep) {
      return deep(deep, training, watch);
    }
    CalibrationMethod method = method(rarer);
    int folds =
        method == CalibrationMethod.NONE
            ? 0
            : Math.min(
                CALIBRATION_FOLDS, Math.ceilDiv(CALIBRATION_FOLDS * ENOUGH_TO_CALIBRATE, rarer));
    int rounds = folds + 1;
    Fitting fitting = fitting(training, rounds, watch);
    Calibrator calibrator =
        folds == 0
            ? algorithm instanceof Algorithm.Forest ? new AsItIs() : Sigmoid.LOG_ODDS
            : heldOut(
                method, training, folds, fitting, share -> progress.at(share * folds / rounds));
    Encoder encoder = Encoder.fit(training, algorithm.form());
    Scorer scorer = fitting.of(encoder, training, share -> progress.at((folds + share) / rounds));
    progress.at(1);
    return new FittedModel(algorithm, seed, encoder, scorer, calibrator);
  }

  /** One of the trainings of which a model, and its calibration, are made. */
  @FunctionalInterface
  private interface Fitting {
    Scorer of(Encoder encoder, Table table, FitProgress progress);
  }

  private Fitting fitting(Table training, int rounds, Watch watch) {
    if (!(algorithm instanceof Algorithm.Network network)) {
      return this::scorer;
    }
    String what = algorithm + " " + seed + " " + calibration + " " + training.checksum();
    DenseFit networks = new DenseFit(network, seed, what, rounds, watch);
    return (encoder, table, progress) -> networks.scorer(encoder, table);
  }

  /** Patients of the training rows stop and calibrate a network. */
  private FittedModel deep(Algorithm.Deep deep, Table training, Watch watch) {
    try {
      KFold folds = KFold.of(training, CALIBRATION_FOLDS, seed);
      return new DeepLearner(deep, calibration, seed)
          .fit(training.rows(folds.train(0)), training.rows(folds.test(0)), watch)
          .model();
    } catch (IllegalArgumentException e) {
      throw new UnusableDataException("too few patients to stop a network by", e);
    }
  }

  private CalibrationMethod method(int rarer) {
    return switch (calibration) {
      case AUTO ->
          rarer >= FEWEST_TO_CALIBRATE || algorithm instanceof Algorithm.SupportVector
              ? CalibrationMethod.PLATT
              : CalibrationMethod.NONE;
      case NONE ->
          algorithm instanceof Algorithm.SupportVector
              ? CalibrationMethod.PLATT
              : CalibrationMethod.NONE;
      case PLATT, ISOTONIC, RANK -> calibration;
    };
  }

  /**
   * Fits a calibration to scores of training rows by models that have not seen their patients:
   * Platt (1999), section 2.3. It is then that of the model trained on all of them.
   *
   * @param wanted of the folds, so many are held out in turn
   */
  private Calibrator heldOut(
      CalibrationMethod method, Table training, int wanted, Fitting fitting, FitProgress progress) {
    KFold folds;
    try {
      folds = KFold.of(training, CALIBRATION_FOLDS, seed);
    } catch (IllegalArgumentException e) {
      throw new UnusableDataException("too few patients to calibrate on", e);
    }
    int[] rows =
        IntStream.range(0, wanted).flatMap(fold -> IntStream.of(folds.test(fold))).toArray();
    double[] scores = new double[rows.length];
    int next = 0;
    for (int fold = 0; fold < wanted; fold++) {
      double before = fold;
      Table part = training.rows(folds.train(fold));
      Encoder encoder = Encoder.fit(part, algorithm.form());
      Scorer scorer = fitting.of(encoder, part, share -> progress.at((before + share) / wanted));
      for (double[] x : encoder.encode(training.rows(folds.test(fold)))) {
        scores[next++] = scorer.score(x);
      }
    }
    boolean[] labels = training.rows(rows).labels();
    return method == CalibrationMethod.ISOTONIC
        ? Isotonic.fit(scores, labels)
        : Sigmoid.fit(scores, labels);
  }

  private Scorer scorer(Encoder encoder, Table table, FitProgress progress) {
    double[][] x = CrossEncoding.of(encoder, table, CrossEncoding.FOLDS, seed);
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
                  x,
                  // Rows that stop it are encoded as a new patient is: by all who learn.
                  settings.patience() > 0
                      ? CrossEncoding.of(encoder, table, GradientBoosting.FOLDS, seed)
                      : x,
                  encoder.columnLevels(),
                  y,
                  table.patients(),
                  settings,
                  seed,
                  progress));
      case Algorithm.Network _, Algorithm.Deep _ ->
          throw new IllegalStateException("trained in the engine");
    };
  }
}
