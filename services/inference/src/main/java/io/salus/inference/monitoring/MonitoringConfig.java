package io.salus.inference.monitoring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When models in use are looked after. */
@ConfigMapping(prefix = "salus.monitoring")
interface MonitoringConfig {
  /** Pause between two rounds of a tenant; zero: none by itself. */
  @WithDefault("PT24H")
  Duration every();

  /** Pause before the record is asked again what became of a patient whom it could not tell of. */
  @WithDefault("P7D")
  Duration askAgain();
}
