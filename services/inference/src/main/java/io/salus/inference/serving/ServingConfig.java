package io.salus.inference.serving;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Models in memory. */
@ConfigMapping(prefix = "salus.models")
interface ServingConfig {
  /** Versions kept in memory at most; the one that was used longest ago goes first. */
  @WithDefault("16")
  int loaded();

  /** Rows of one tensor at most: a larger one would hold up all others for seconds. */
  @WithDefault("65536")
  int mostRows();
}
