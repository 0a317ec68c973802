package io.salus.learning.tree;

import io.salus.learning.model.Classifier;
import io.salus.learning.model.FitProgress;
import io.salus.learning.split.KFold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Gradient boosting of trees on log loss: Friedman, "Greedy function approximation: a gradient
 * boosting machine", Annals of Statistics 29 (2001), algorithm 5, with second derivatives as in
 * Chen and Guestrin, "XGBoost", KDD 2016, eq. 2 to 5. With margin m, outcome y and weight w the
 * derivatives are {@code g = w (sigma(m) - y)} and {@code h = w sigma(m) (1 - sigma(m))}. The
 * answer is in log-odds. Several boosters may be averaged, each stopped early on other held-out
 * rows: Breiman, "Bagging predictors", Machine Learning 24 (1996), section 2.
 */
public final class GradientBoosting {
  /** One of so many parts is held out for early stopping. */
  public static final int FOLDS = 10;

  private final double[][] x;
  private final double[][] unseen;
  private final boolean[] y;
  private final BoostingSettings settings;
  private final BinnedTable data;
  private final Growth growth;

  private GradientBoosting(
      double[][] x, double[][] unseen, int[] levels, boolean[] y, BoostingSettings settings) {
    this.x = x;
    this.unseen = unseen;
    this.y = y;
    this.settings = settings;
    this.data = BinnedTable.fit(x, levels, Bins.MOST);
    this.growth =
        new Growth(
            settings.mostLeaves(),
            settings.deepest(),
            settings.leastRows(),
            settings.l2(),
            1e-9,
            0,
            settings.categorySmoothing());
  }

  /** Boosts on inputs that are the same for all rows. */
  public static TreeEnsemble fit(
      double[][] x,
      int[] levels,
      boolean[] y,
      List<String> groups,
      BoostingSettings settings,
      long seed,
      FitProgress progress) {
    return fit(x, x, levels, y, groups, settings, seed, progress);
  }

  /**
   * Boosts; the same seed gives the same bits, however many threads there are.
   *
   * @param x inputs, one array a row; NaN is missing
   * @param unseen the same rows as they are when they are held out: where an input is learned from
   *     outcomes, rows that learn have it otherwise than rows that judge, and a chain that is
   *     judged by the former ends long before it is good
   * @param levels levels of each input that is a category, 0 for numbers
   * @param y outcomes
   * @param groups whose rows they are, for example patient ids: rows of a group are held out
   *     together
   */
  public static TreeEnsemble fit(
      double[][] x,
      double[][] unseen,
      int[] levels,
      boolean[] y,
      List<String> groups,
      BoostingSettings settings,
      long seed,
      FitProgress progress) {
    GradientBoosting boosting = new GradientBoosting(x, unseen, levels, y, settings);
    List<int[]> heldOut =
        settings.patience() > 0
            ? KFold.of(groups, y, FOLDS, seed).tests()
            : IntStream.range(0, FOLDS).mapToObj(i -> new int[0]).toList();
    SplittableRandom random = new SplittableRandom(seed);
    double base = 0;
    List<Tree> trees = new ArrayList<>();
    for (int i = 0; i < settings.boosters(); i++) {
      int done = i;
      Booster booster =
          boosting
          .new Booster(
              heldOut.get(i),
              random.split(),
              share -> progress.at((done + share) / settings.boosters()));
      booster.run();
      base += booster.base / settings.boosters();
      for (Tree tree : booster.trees) {
        trees.add(tree.times(1.0 / settings.boosters()));
      }
    }
    return new TreeEnsemble(levels.length, base, trees);
  }

  /** One chain of trees. */
  private final class Booster {
    private final int[] validation;
    private final int[] training;
    private final SplittableRandom random;
    private final FitProgress progress;
    private final double base;
    private final double[] margins = new double[y.length];
    private final double[] gradient = new double[y.length];
    private final double[] hessian = new double[y.length];
    private List<Tree> trees = new ArrayList<>();

    Booster(int[] validation, SplittableRandom random, FitProgress progress) {
      this.validation = validation;
      this.random = random;
      this.progress = progress;
      boolean[] out = new boolean[y.length];
      for (int row : validation) {
        out[row] = true;
      }
      this.training = IntStream.range(0, y.length).filter(row -> !out[row]).toArray();
      double positives = 0;
      double all = 0;
      for (int row : training) {
        positives += y[row] ? weight(row) : 0;
        all += weight(row);
      }
      // Half a row more of each kind keeps it finite.
      this.base = StrictMath.log((positives + 0.5) / (all - positives + 0.5));
      Arrays.fill(margins, base);
    }

    void run() {
      double least = validation.length == 0 ? 0 : loss();
      int best = 0;
      for (int i = 0; i < settings.mostTrees(); i++) {
        progress.at((double) i / settings.mostTrees());
        derivatives();
        trees.add(next());
        if (validation.length == 0) {
          best = i + 1;
          continue;
        }
        double loss = loss();
        if (loss < least) {
          least = loss;
          best = i + 1;
        } else if (i + 1 - best >= settings.patience()) {
          break;
        }
      }
      trees = trees.subList(0, best);
    }

    private double weight(int row) {
      return y[row] ? settings.positiveWeight() : 1;
    }

    private void derivatives() {
      Cores.each(
          training.length,
          10L * training.length,
          i -> {
            int row = training[i];
            double p = Classifier.probability(margins[row]);
            gradient[row] = weight(row) * (p - (y[row] ? 1 : 0));
            hessian[row] = Math.max(1e-16, weight(row) * p * (1 - p));
          });
    }

    private Tree next() {
      int[] chosen = sample(training, settings.rowShare());
      int[] features =
          sample(IntStream.range(0, data.features()).toArray(), settings.featureShare());
      TreeGrower grower =
          new TreeGrower(
              data,
              growth,
              settings.learningRate(),
              features,
              random,
              new Rows(chosen, gradient, hessian));
      Tree tree = grower.grow();
      if (chosen.length == training.length) {
        grower.addTo(margins);
      } else {
        add(tree, training, x);
      }
      add(tree, validation, unseen);
      return tree;
    }

    private void add(Tree tree, int[] rows, double[][] inputs) {
      Cores.each(
          rows.length, 10L * rows.length, i -> margins[rows[i]] += tree.predict(inputs[rows[i]]));
    }

    /** Some of the numbers, in their order: Knuth, TAOCP 2 (1997), section 3.4.2, algorithm S. */
    private int[] sample(int[] all, double share) {
      int wanted = (int) Math.max(1, Math.round(share * all.length));
      if (wanted == all.length) {
        return all;
      }
      int[] chosen = new int[wanted];
      int count = 0;
      for (int i = 0; count < wanted; i++) {
        if (random.nextInt(all.length - i) < wanted - count) {
          chosen[count++] = all[i];
        }
      }
      return chosen;
    }

    /** Mean log loss of the held-out rows. */
    private double loss() {
      double sum = 0;
      double weights = 0;
      for (int row : validation) {
        double signed = y[row] ? -margins[row] : margins[row];
        // log(1 + exp(z)), without overflow.
        sum +=
            weight(row)
                * (Math.max(signed, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(signed))));
        weights += weight(row);
      }
      return sum / weights;
    }
  }
}
