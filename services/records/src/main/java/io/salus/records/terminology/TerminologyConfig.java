package io.salus.records.terminology;

import io.quarkus.runtime.configuration.MemorySize;
import io.salus.service.runtime.AtLeastOne;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** How much terminology may cost. */
@ConfigMapping(prefix = "salus.records.terminology")
public interface TerminologyConfig {
  /** Compiled code systems and value sets that are kept; 100,000 concepts take 20 to 40 MB. */
  @WithDefault("96M")
  MemorySize cache();

  /** Codes that a value set may have; twice those of LOINC. */
  @WithDefault("250000")
  @WithConverter(AtLeastOne.class)
  int mostCodes();

  /** Codes in one answer; larger expansions are paged by count and offset. */
  @WithDefault("10000")
  @WithConverter(AtLeastOne.class)
  int mostAnswered();
}
