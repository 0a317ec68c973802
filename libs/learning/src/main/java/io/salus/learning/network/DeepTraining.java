package io.salus.learning.network;

import io.salus.learning.model.FitProgress;
import io.salus.learning.torch.Torch;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Trains networks by AdamW: cross-entropy for classes, squared error for an autoencoder. Start
 * weights, batches and shifts come from the seed, so the same seed gives the same bits on the same
 * machine with the same number of threads, also when a training was interrupted and taken up again.
 */
public final class DeepTraining {
  private final Architecture architecture;
  private final Schedule schedule;
  private final long seed;

  public DeepTraining(Architecture architecture, Schedule schedule, long seed) {
    this.architecture = architecture;
    this.schedule = schedule;
    this.seed = seed;
  }

  /** Trains through all epochs; gives the parameters for {@link DeepNetwork#load}. */
  public byte[] train(Samples samples, FitProgress progress) throws IOException {
    return train(samples, Watch.of(progress)).parameters();
  }

  /** Trains through all epochs. */
  DeepFit train(Samples samples, Watch watch) throws IOException {
    return run(samples, null, watch);
  }

  /**
   * Trains, and keeps the epoch with the lowest loss on rows held out.
   *
   * @param held rows that are not learned from
   * @param patience epochs without a lower loss on them after which the training ends
   */
  public DeepFit train(Samples samples, Samples held, int patience, Watch watch)
      throws IOException {
    return run(samples, new Held(held, patience), watch);
  }

  /** What stops a training. */
  record Held(Samples rows, int patience) {}

  private DeepFit run(Samples samples, @Nullable Held held, Watch watch) throws IOException {
    return Torch.train(
        seed,
        manager -> {
          try (DeepRun run = new DeepRun(architecture, schedule, seed, manager)) {
            return run.fit(samples, held, watch);
          }
        });
  }
}
