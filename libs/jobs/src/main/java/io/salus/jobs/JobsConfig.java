package io.salus.jobs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How workers work. */
@ConfigMapping(prefix = "salus.jobs")
public interface JobsConfig {
  /** Jobs a worker has at once. One: DJL allows one gradient collector a process. */
  @WithDefault("1")
  int threads();

  /** How often the queue is looked at. */
  @WithDefault("PT0.5S")
  Duration poll();

  /**
   * How often a worker says that it lives; one that is silent four times as long is given up, and
   * its job is taken by another.
   */
  @WithDefault("PT2S")
  Duration heartbeat();

  /** A worker with nothing to do for so long ends; zero keeps it. */
  @WithDefault("PT0S")
  Duration idleExit();
}
