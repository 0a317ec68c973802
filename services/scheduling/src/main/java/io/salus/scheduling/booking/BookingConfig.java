package io.salus.scheduling.booking;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How visits are booked. */
@ConfigMapping(prefix = "salus.scheduling.booking")
public interface BookingConfig {
  /** How long an idempotency key is remembered: longer than any client goes on trying. */
  @WithDefault("P7D")
  Duration keepKeys();
}
