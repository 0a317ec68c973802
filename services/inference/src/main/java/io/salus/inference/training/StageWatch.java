package io.salus.inference.training;

import io.salus.jobs.JobContext;
import io.salus.learning.network.Watch;
import java.util.Optional;

/**
 * Ties a training to its job: progress and, for a network, the epoch are told to it, its cancelling
 * ends the training between two batches, and states of a network are its checkpoints.
 */
final class StageWatch implements Watch {
  private static final double FIRST = 0.05;
  private static final double SHARE = 0.8;

  private final JobContext job;
  private final String doing;
  private final double done;

  StageWatch(JobContext job, String doing) {
    this(job, doing, 0);
  }

  private StageWatch(JobContext job, String doing, double done) {
    this.job = job;
    this.doing = doing;
    this.done = done;
  }

  /** The same for what comes after a part that is done. */
  StageWatch from(double share) {
    return new StageWatch(job, doing, share);
  }

  void at(double share) {
    tell(share, doing);
  }

  @Override
  public void at(int epoch, int epochs, double share) {
    tell(share, doing + ", epoch " + (epoch + 1) + " of " + epochs);
  }

  private void tell(double share, String message) {
    job.progress(FIRST + SHARE * (done + (1 - done) * share), message);
  }

  @Override
  public Optional<byte[]> kept() {
    return job.checkpoint();
  }

  @Override
  public void keep(byte[] state) {
    job.checkpoint(state);
  }
}
