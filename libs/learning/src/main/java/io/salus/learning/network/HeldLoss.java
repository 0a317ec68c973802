package io.salus.learning.network;

import io.salus.learning.model.Classifier;

/** Loss of a network in training on rows that it does not learn from. */
final class HeldLoss {
  private static final double CERTAIN = 1e-12;

  private HeldLoss() {}

  /** Mean squared error of an autoencoder; else weighted log loss, of the right class. */
  static double of(DeepRun run, Samples held) {
    float[][] outputs = Answers.of(run.block(), run.manager(), run.architecture(), held);
    boolean back = run.architecture() instanceof Architecture.Autoencoder;
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < outputs.length; i++) {
      double weight =
          !back && outputs[i].length == 1 && held.classOf(i) == 1
              ? run.schedule().positiveWeight()
              : 1;
      sum +=
          weight
              * (back
                  ? squaredError(held.value(i), outputs[i])
                  : logLoss(outputs[i], held.classOf(i)));
      weights += weight;
    }
    return sum / weights;
  }

  /** Mean over a row. */
  static double squaredError(float[] row, float[] back) {
    double sum = 0;
    for (int j = 0; j < row.length; j++) {
      sum += (row[j] - back[j]) * (double) (row[j] - back[j]) / row.length;
    }
    return sum;
  }

  private static double logLoss(float[] scores, int right) {
    if (scores.length == 1) {
      double p = Classifier.probability(scores[0]);
      return -StrictMath.log(Math.max(right == 1 ? p : 1 - p, CERTAIN));
    }
    double highest = Double.NEGATIVE_INFINITY;
    for (float score : scores) {
      highest = Math.max(highest, score);
    }
    double sum = 0;
    for (float score : scores) {
      sum += StrictMath.exp(score - highest);
    }
    return StrictMath.log(sum) + highest - scores[right];
  }
}
