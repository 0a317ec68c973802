package io.salus.records.binary;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How content is taken. */
@ConfigMapping(prefix = "salus.records.binary")
public interface BinaryConfig {
  /** The largest content of one Binary; it goes to object storage and not through memory. */
  @WithDefault("1G")
  MemorySize largest();

  /** After this time content whose Binary was never written is taken away. */
  @WithDefault("P1D")
  Duration orphansAfter();
}
