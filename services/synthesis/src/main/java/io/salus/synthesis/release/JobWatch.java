package io.salus.synthesis.release;

import io.salus.jobs.JobContext;
import io.salus.synthesis.generator.SynthesisPlan;
import io.salus.synthesis.generator.SynthesisWatch;

/** Tells the job how far training and sampling are. */
record JobWatch(JobContext job, SynthesisPlan plan) implements SynthesisWatch {
  static final double TRAINED = 0.85;
  static final double SAMPLED = 0.92;

  @Override
  public void trained(int epoch, int epochs) {
    job.progress(
        0.02 + (TRAINED - 0.02) * epoch / epochs,
        "training the " + plan.kind().label() + ", epoch " + epoch + " of " + epochs);
  }

  @Override
  public void keep(byte[] state) {
    job.checkpoint(state);
  }

  @Override
  public void sampled(int rows, int of) {
    job.progress(TRAINED + (SAMPLED - TRAINED) * rows / of, "drawing rows, " + rows + " of " + of);
  }
}
