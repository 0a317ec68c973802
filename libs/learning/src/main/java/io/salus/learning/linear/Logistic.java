package io.salus.learning.linear;

import io.salus.learning.model.FitProgress;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Logistic regression by gradient descent, on standardised inputs. */
public final class Logistic {
  /** Losses that a step is compared with. */
  private static final int MEMORY = 8;

  private final LogisticLoss loss;
  private final LogisticSettings settings;
  private final FitProgress progress;

  private Logistic(LogisticLoss loss, LogisticSettings settings, FitProgress progress) {
    this.loss = loss;
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Fits.
   *
   * @param x inputs, one array a row
   * @param y outcomes
   * @param seed orders the rows of mini-batches; full descent needs none
   */
  public static LinearModel fit(
      double[][] x, boolean[] y, LogisticSettings settings, long seed, FitProgress progress) {
    LogisticLoss loss = new LogisticLoss(x, y, settings.l2(), settings.positiveWeight());
    Logistic logistic = new Logistic(loss, settings, progress);
    return settings.batch() == 0 ? logistic.full() : logistic.miniBatches(seed);
  }

  /**
   * Proximal gradient descent, {@code w' = S(w - t g, t l1)} with the soft threshold {@code S(v, a)
   * = sign(v) max(|v| - a, 0)}; the length t of a step comes from the last one, {@code t = <dw, dw>
   * / <dw, dg>}, and is halved while the loss is above the worst of the last losses. Barzilai and
   * Borwein, "Two-point step size gradient methods", IMA J. Numerical Analysis 8 (1988), section 2;
   * Wright, Nowak and Figueiredo, "Sparse reconstruction by separable approximation", IEEE Trans.
   * Signal Processing 57 (2009), section II (SpaRSA).
   */
  private LinearModel full() {
    int size = loss.parameters();
    double[] w = new double[size];
    double[] gradient = new double[size];
    double[] next = new double[size];
    double[] nextGradient = new double[size];
    double[] recent = new double[MEMORY];
    double value = loss.at(w, gradient) + l1(w);
    Arrays.fill(recent, value);
    double step = 1 / (0.25 * loss.meanSquare() + settings.l2());
    for (int i = 1; i <= settings.mostSteps(); i++) {
      double worst = Arrays.stream(recent).max().orElse(value);
      double moved;
      while (true) {
        moved = descend(w, gradient, step, next);
        value = loss.at(next, nextGradient) + l1(next);
        // Enough less, or so short a step that only rounding is left.
        if (value <= worst - 1e-4 / (2 * step) * moved || moved < 1e-28) {
          break;
        }
        step /= 2;
      }
      double speed = 0;
      double curvature = 0;
      for (int j = 0; j < size; j++) {
        double by = next[j] - w[j];
        speed = Math.max(speed, Math.abs(by) / step);
        curvature += by * (nextGradient[j] - gradient[j]);
      }
      System.arraycopy(next, 0, w, 0, size);
      System.arraycopy(nextGradient, 0, gradient, 0, size);
      recent[i % MEMORY] = value;
      if (speed < settings.tolerance()) {
        return model(w, i, true);
      }
      step = curvature > 1e-300 ? Math.clamp(moved / curvature, 1e-10, 1e10) : 2 * step;
      if (i % 64 == 0) {
        progress.at((double) i / settings.mostSteps());
      }
    }
    return model(w, settings.mostSteps(), false);
  }

  /** One proximal step; returns the squared way. */
  private double descend(double[] w, double[] gradient, double step, double[] next) {
    double squares = 0;
    for (int j = 0; j < w.length; j++) {
      double moved = w[j] - step * gradient[j];
      next[j] = j < w.length - 1 ? soft(moved, step * settings.l1()) : moved;
      squares += (next[j] - w[j]) * (next[j] - w[j]);
    }
    return squares;
  }

  private static double soft(double value, double by) {
    return value > by ? value - by : value < -by ? value + by : 0;
  }

  private double l1(double[] w) {
    double sum = 0;
    for (int j = 0; j < w.length - 1; j++) {
      sum += Math.abs(w[j]);
    }
    return settings.l1() * sum;
  }

  /**
   * Stochastic proximal gradient descent over shuffled mini-batches, with steps {@code t_k = t_0 /
   * sqrt(1 + k)} in pass k; the answer is the mean of the weights over the second half: Polyak and
   * Juditsky, "Acceleration of stochastic approximation by averaging", SIAM J. Control and
   * Optimization 30 (1992), section 3. An average of weights is not exactly 0 where an L1 penalty
   * would have it, so the last step is soft-thresholded.
   */
  private LinearModel miniBatches(long seed) {
    int size = loss.parameters();
    double[] w = new double[size];
    double[] next = new double[size];
    double[] mean = new double[size];
    double[] gradient = new double[size];
    int[] order = new int[loss.rows()];
    Arrays.setAll(order, i -> i);
    SplittableRandom random = new SplittableRandom(seed);
    double first = 1 / (0.25 * loss.meanSquare() + settings.l2());
    long averaged = 0;
    for (int pass = 0; pass < settings.mostSteps(); pass++) {
      progress.at((double) pass / settings.mostSteps());
      shuffle(order, random);
      double step = first / Math.sqrt(1 + pass);
      for (int from = 0; from < order.length; from += settings.batch()) {
        int to = Math.min(order.length, from + settings.batch());
        loss.gradient(order, from, to, w, gradient);
        descend(w, gradient, step, next);
        System.arraycopy(next, 0, w, 0, size);
        if (2 * pass >= settings.mostSteps()) {
          averaged++;
          for (int j = 0; j < size; j++) {
            mean[j] += (w[j] - mean[j]) / averaged;
          }
        }
      }
    }
    double[] result = averaged == 0 ? w : mean;
    loss.at(result, gradient);
    descend(result, gradient, first, next);
    return model(next, settings.mostSteps(), false);
  }

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
  }

  private static LinearModel model(double[] parameters, int steps, boolean converged) {
    int width = parameters.length - 1;
    return new LinearModel(
        Arrays.stream(parameters, 0, width).boxed().toList(), parameters[width], steps, converged);
  }
}
