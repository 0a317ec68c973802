package io.salus.gateway.cds;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How risks are shown when a chart opens. */
@ConfigMapping(prefix = "salus.gateway.cds")
interface CdsConfig {
  /**
   * A risk from here on is shown as a warning, a lower one as information. The card says which
   * threshold was used; a clinic sets its own.
   */
  @WithDefault("0.2")
  double warningFrom();

  /** So many drivers are listed at most. */
  @WithDefault("5")
  int drivers();
}
