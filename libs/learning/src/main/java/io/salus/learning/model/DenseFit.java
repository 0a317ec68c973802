package io.salus.learning.model;

import io.salus.learning.UnusableDataException;
import io.salus.learning.split.KFold;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trains {@link DenseNetwork}s in PyTorch, each stopped by other patients of the training rows held
 * out, as long as there are others.
 */
public final class DenseFit {
  private static final int FOLDS = 5;

  private DenseFit() {}

  /**
   * Trains so many, one after the other.
   *
   * @param x inputs, one array a row
   * @param y outcomes
   * @param patients whose rows are held out together
   */
  public static List<DenseNetwork> fit(
      double[][] x,
      boolean[] y,
      List<String> patients,
      NetworkSettings settings,
      int members,
      long seed,
      FitProgress progress) {
    KFold folds;
    try {
      folds = KFold.of(patients, y, FOLDS, seed);
    } catch (IllegalArgumentException e) {
      throw new UnusableDataException("too few patients to stop a network by", e);
    }
    long[] seeds = MemberSeeds.of(seed, members);
    List<DenseNetwork> networks = new ArrayList<>();
    try {
      for (int i = 0; i < members; i++) {
        int done = i;
        int[] train = folds.train(i % FOLDS);
        int[] held = folds.test(i % FOLDS);
        TrainedNetwork trained =
            new NetworkTraining(settings.forBatchesOf(train.length), seeds[i])
                .train(
                    rows(x, train),
                    labels(y, train),
                    rows(x, held),
                    labels(y, held),
                    share -> progress.at((done + share) / members));
        try (NeuralNetwork network = NeuralNetwork.load(trained.parameters(), settings.hidden())) {
          networks.add(network.dense());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return networks;
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
