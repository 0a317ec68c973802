package io.salus.learning.model;

import io.salus.learning.UnusableDataException;
import io.salus.learning.split.KFold;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/** Trains a {@link DenseNetwork} in PyTorch, stopped by patients of the training rows held out. */
public final class DenseFit {
  private static final int FOLDS = 5;

  private DenseFit() {}

  /**
   * Trains.
   *
   * @param x inputs, one array a row
   * @param y outcomes
   * @param patients whose rows are held out together
   */
  public static DenseNetwork fit(
      double[][] x,
      boolean[] y,
      List<String> patients,
      NetworkSettings settings,
      long seed,
      FitProgress progress) {
    KFold folds;
    try {
      folds = KFold.of(patients, y, FOLDS, seed);
    } catch (IllegalArgumentException e) {
      throw new UnusableDataException("too few patients to stop a network by", e);
    }
    int[] train = folds.train(0);
    int[] held = folds.test(0);
    try {
      TrainedNetwork trained =
          new NetworkTraining(settings.forBatchesOf(train.length), seed)
              .train(rows(x, train), labels(y, train), rows(x, held), labels(y, held), progress);
      try (NeuralNetwork network = NeuralNetwork.load(trained.parameters(), settings.hidden())) {
        return network.dense();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[][] rows(double[][] x, int[] rows) {
    return Arrays.stream(rows).mapToObj(i -> x[i]).toArray(double[][]::new);
  }

  private static boolean[] labels(boolean[] y, int[] rows) {
    boolean[] some = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      some[i] = y[rows[i]];
    }
    return some;
  }
}
