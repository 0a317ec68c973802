package io.salus.learning.search;

import io.salus.learning.fit.Algorithm;
import io.salus.learning.fit.CalibrationMethod;
import io.salus.learning.fit.FittedModel;
import io.salus.learning.fit.Learner;
import io.salus.learning.metric.Calibration;
import io.salus.learning.model.FitProgress;
import io.salus.learning.split.KFold;
import io.salus.learning.table.Table;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses among candidates by cross-validation on the training rows. All are judged on the first
 * fold; after every fold the better half goes on: Jamieson and Talwalkar, "Non-stochastic best arm
 * identification and hyperparameter optimization", AISTATS 2016, algorithm 1 (successive halving)
 * with folds for resources. The score is log loss, which is proper; AUROC is not. Candidates may be
 * drawn at random: Bergstra and Bengio, "Random search for hyper-parameter optimization", JMLR 13
 * (2012).
 */
public final class Search {
  private final int folds;
  private final long seed;
  private final Budget budget;
  private final InstantSource clock;

  /**
   * @param folds how many; rows of one patient are in one
   */
  public Search(int folds, long seed, Budget budget, InstantSource clock) {
    this.folds = folds;
    this.seed = seed;
    this.budget = budget;
    this.clock = clock;
  }

  /** A candidate with what is known of it. */
  private static final class Runner {
    private final Algorithm algorithm;
    private final int place;
    private double sum;
    private int judged;

    Runner(Algorithm algorithm, int place) {
      this.algorithm = algorithm;
      this.place = place;
    }

    double mean() {
      return sum / judged;
    }
  }

  /**
   * Tries the candidates; the best is first. Those that the budget did not reach are not in the
   * list.
   *
   * @param training rows to learn from; test rows are never among them
   * @param candidates in the order in which they are tried
   */
  public List<Trial> trials(Table training, List<Algorithm> candidates, FitProgress progress) {
    KFold split = KFold.of(training, folds, seed);
    var end = clock.instant().plus(budget.time());
    List<Runner> all = new ArrayList<>();
    for (Algorithm candidate : candidates) {
      all.add(new Runner(candidate, all.size()));
    }
    List<Runner> racing = all;
    int spent = 0;
    for (int fold = 0; fold < folds; fold++) {
      Table train = training.rows(split.train(fold));
      Table validation = training.rows(split.test(fold));
      for (Runner runner : racing) {
        if (spent == budget.fits() || (spent > 0 && clock.instant().isAfter(end))) {
          return ranked(all);
        }
        double done = spent;
        FittedModel model =
            new Learner(runner.algorithm, calibration(runner.algorithm), seed)
                .fit(train, share -> progress.at((done + share) / budget.fits()));
        runner.sum += Calibration.logLoss(model.probabilities(validation), validation.labels());
        runner.judged++;
        spent++;
      }
      racing = racing.stream().sorted(BETTER).limit((racing.size() + 1) / 2).toList();
    }
    return ranked(all);
  }

  /**
   * How badly an autoencoder gives a row back is no probability before it is calibrated. That error
   * itself could not choose: the wider the middle, the smaller it is, with the outcome as well.
   */
  private static CalibrationMethod calibration(Algorithm algorithm) {
    return algorithm instanceof Algorithm.Autoencoder
        ? CalibrationMethod.PLATT
        : CalibrationMethod.NONE;
  }

  private static final Comparator<Runner> BETTER =
      Comparator.comparingDouble(Runner::mean).thenComparingInt(runner -> runner.place);

  /** Who came further is better, whatever the losses on fewer folds were. */
  private static List<Trial> ranked(List<Runner> all) {
    return all.stream()
        .filter(runner -> runner.judged > 0)
        .sorted(Comparator.comparingInt((Runner runner) -> -runner.judged).thenComparing(BETTER))
        .map(runner -> new Trial(runner.algorithm, runner.judged, runner.mean()))
        .toList();
  }

  /** A budget of models only, so that the same seed gives the same choice. */
  public static Search ofFits(int folds, long seed, int fits) {
    return new Search(folds, seed, new Budget(fits, Duration.ofDays(365)), InstantSource.system());
  }
}
