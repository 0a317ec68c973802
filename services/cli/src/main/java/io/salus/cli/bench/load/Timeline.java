package io.salus.cli.bench.load;

import io.salus.cli.terminal.Progress;
import java.time.Duration;

/** Progress through steps whose lengths are known before. */
public final class Timeline {
  private final Progress progress;
  private final double total;
  private double before;

  public Timeline(Progress progress, Duration total) {
    this.progress = progress;
    this.total = Math.max(1, total.toMillis() / 1000.0);
  }

  /** So far is the present step. */
  public void at(String doing, double seconds) {
    double passed = before + seconds;
    progress.update(passed / total, doing, Math.max(0, total - passed));
  }

  /** A step has ended. */
  public void passed(Duration step) {
    before += step.toMillis() / 1000.0;
  }
}
