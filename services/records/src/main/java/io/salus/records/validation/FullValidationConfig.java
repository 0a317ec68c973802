package io.salus.records.validation;

import io.quarkus.runtime.configuration.MemorySize;
import io.salus.service.runtime.AtLeastOne;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much {@code $validate} may cost. */
@ConfigMapping(prefix = "salus.records.validation")
public interface FullValidationConfig {
  /** Validations at once; one keeps a core busy. */
  @WithDefault("2")
  @WithConverter(AtLeastOne.class)
  int atOnce();

  /** Validations that may wait; beyond it callers are told to come back. */
  @WithDefault("20")
  @WithConverter(AtLeastOne.class)
  int waiting();

  /** After this the caller is told that it took too long. */
  @WithDefault("PT60S")
  Duration timeLimit();

  /** The largest resource, which takes about ten times as much memory. */
  @WithDefault("8M")
  MemorySize largest();

  /**
   * Engines in memory: one for all tenants without definitions, one for each other. The first takes
   * 190 MB, a further one 5 to 50.
   */
  @WithDefault("4")
  @WithConverter(AtLeastOne.class)
  int engines();

  /** An engine that nobody has used for so long is dropped. */
  @WithDefault("PT10M")
  Duration idle();
}
