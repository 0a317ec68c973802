package io.salus.learning.fit;

import io.salus.learning.UnusableDataException;
import io.salus.learning.encoding.Encoder;
import io.salus.learning.model.MemberSeeds;
import io.salus.learning.network.NetworkTraining;
import io.salus.learning.network.NetworksInTurn;
import io.salus.learning.network.PlainNetwork;
import io.salus.learning.network.Samples;
import io.salus.learning.network.Watch;
import io.salus.learning.split.KFold;
import io.salus.learning.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains networks of ReLU layers in the engine, each stopped by other patients of the training rows
 * held out, as long as there are others.
 */
final class DenseFit {
  private static final int FOLDS = 5;

  private final Algorithm.Network algorithm;
  private final long seed;
  private final NetworksInTurn networks;

  /**
   * @param training of what, and how: only the same one takes up what an earlier attempt left
   * @param models how many it will be asked for
   */
  DenseFit(Algorithm.Network algorithm, long seed, String training, int models, Watch watch) {
    this.algorithm = algorithm;
    this.seed = seed;
    try {
      this.networks = new NetworksInTurn(models * algorithm.members(), training, watch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next model, on these rows. */
  Scorer scorer(Encoder encoder, Table table) {
    KFold folds;
    try {
      folds = KFold.of(table, FOLDS, seed);
    } catch (IllegalArgumentException e) {
      throw new UnusableDataException("too few patients to stop a network by", e);
    }
    Samples all = Samples.of(encoder.encode(table), table.labels());
    List<Scorer.OneNetwork> members = new ArrayList<>();
    try {
      for (long own : MemberSeeds.of(seed, algorithm.members())) {
        NetworkTraining one = new NetworkTraining(algorithm.settings(), own);
        Samples learned = all.rows(folds.train(members.size() % FOLDS));
        Samples held = all.rows(folds.test(members.size() % FOLDS));
        byte[] parameters = networks.next(watch -> one.train(learned, held, watch)).parameters();
        members.add(new Scorer.Layers(PlainNetwork.of(one.architecture(all), parameters)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Scorer.Ensemble.of(members);
  }
}
