package io.salus.scheduling.mirror;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the records are kept up to date. */
@ConfigMapping(prefix = "salus.scheduling.mirror")
public interface MirrorConfig {
  /** Whether this process delivers what is left over; false in the roles that do not serve. */
  @WithDefault("true")
  boolean enabled();

  /** How often the queue is looked at. */
  @WithDefault("PT1S")
  Duration poll();

  /** Resources taken at once; more than a few would keep their claims too long. */
  @WithDefault("16")
  int batch();

  /** What a booking waits for the records at most before it answers without them. */
  @WithDefault("PT2S")
  Duration immediateDeadline();

  /** Deadline of a delivery in the background. */
  @WithDefault("PT3S")
  Duration deadline();

  /**
   * After so long a claim is free again: its process has died. Longer than a whole batch of
   * deliveries that all run into their deadline.
   */
  @WithDefault("PT60S")
  Duration claim();

  /** The same for the first try, right after a change; longer than its deadline. */
  @WithDefault("PT10S")
  Duration immediateClaim();

  /** Wait after the first failure; doubles with each. */
  @WithDefault("PT0.5S")
  Duration firstBackoff();

  /** Longest wait between two tries. */
  @WithDefault("PT60S")
  Duration maxBackoff();

  /** Refusals by the records (not their absence) after which a resource is given up. */
  @WithDefault("8")
  int maxRefusals();
}
