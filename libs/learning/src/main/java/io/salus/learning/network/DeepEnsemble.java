package io.salus.learning.network;

import io.salus.learning.model.FitProgress;
import io.salus.learning.model.MemberSeeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains networks that differ by their seeds only, to be averaged: Lakshminarayanan, Pritzel and
 * Blundell, "Simple and scalable predictive uncertainty estimation using deep ensembles", NeurIPS
 * 2017, algorithm 1 without its adversarial step. All learn from all rows, as start weights and
 * orders of rows make them differ enough (section 2.4). A training that was interrupted is taken up
 * in the network in which it ended.
 */
public final class DeepEnsemble {
  private final Architecture architecture;
  private final Schedule schedule;
  private final int members;
  private final long seed;

  /**
   * @param members how many networks
   * @param seed of which those of all members follow
   */
  public DeepEnsemble(Architecture architecture, Schedule schedule, int members, long seed) {
    this.architecture = architecture;
    this.schedule = schedule;
    this.members = members;
    this.seed = seed;
  }

  /** Trains each through all epochs; gives the parameters for {@link DeepNetwork#load}. */
  public List<byte[]> train(Samples samples, FitProgress progress) throws IOException {
    Trained each = (training, watch) -> training.train(samples, watch);
    return fits(samples, each, Watch.of(progress)).stream().map(DeepFit::parameters).toList();
  }

  /**
   * Trains each, and keeps of each the epoch with the lowest loss on rows held out.
   *
   * @param held rows that are not learned from
   * @param patience epochs without a lower loss on them after which a network's training ends
   */
  public List<DeepFit> train(Samples samples, Samples held, int patience, Watch watch)
      throws IOException {
    return fits(
        samples, (training, member) -> training.train(samples, held, patience, member), watch);
  }

  /** The training of one network. */
  @FunctionalInterface
  private interface Trained {
    DeepFit by(DeepTraining training, Watch watch) throws IOException;
  }

  private List<DeepFit> fits(Samples samples, Trained each, Watch watch) throws IOException {
    String training =
        new TrainingState.Origin(architecture, schedule, seed, samples.checksum()).toString();
    NetworksInTurn networks = new NetworksInTurn(members, training, watch);
    List<DeepFit> fits = new ArrayList<>();
    for (long own : MemberSeeds.of(seed, members)) {
      DeepTraining one = new DeepTraining(architecture, schedule, own);
      fits.add(networks.next(member -> each.by(one, member)));
    }
    return fits;
  }
}
