package io.salus.inference.retention;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** How long is kept what answers were made of; without a duration, for ever. */
@ConfigMapping(prefix = "salus.retention")
interface RetentionConfig {
  /** Raw calls of models whose manifest says {@code record: all}; at least a day. */
  Optional<Duration> calls();

  /** Clinical predictions, with the feedback on their cards; at least a day. */
  Optional<Duration> predictions();
}
