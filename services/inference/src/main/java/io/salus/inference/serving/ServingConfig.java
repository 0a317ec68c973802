package io.salus.inference.serving;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Models in memory. */
@ConfigMapping(prefix = "salus.models")
interface ServingConfig {
  /** Trained versions kept in memory at most; the one that was used longest ago goes first. */
  @WithDefault("16")
  int loaded();

  /** Rows of one tensor at most: a larger one would hold up all others for seconds. */
  @WithDefault("65536")
  int mostRows();

  /**
   * How long an answer of the registry is believed without asking again; twice as long while it is
   * asked. A promotion by another process takes effect within this time, one by this process at
   * once.
   */
  @WithDefault("PT1S")
  Duration registryMemory();

  /** The tenant whose people load and unload shared models; without one nobody does. */
  Optional<String> operator();
}
