package io.salus.inference.housekeeping;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often chores are looked at. */
@ConfigMapping(prefix = "salus.housekeeping")
interface HousekeepingConfig {
  /** Pause between two rounds; what is due waits at most so long. */
  @WithDefault("PT1M")
  Duration every();
}
