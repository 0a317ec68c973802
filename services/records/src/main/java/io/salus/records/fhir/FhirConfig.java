package io.salus.records.fhir;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much the FHIR door takes in. */
@ConfigMapping(prefix = "salus.records.fhir")
public interface FhirConfig {
  /** The largest body of one request; a parsed one takes about ten times as much memory. */
  @WithDefault("64M")
  MemorySize largestBody();

  /**
   * Bodies being worked on at once, in bytes; others wait, and are told to come back after 10 s.
   */
  @WithDefault("80M")
  MemorySize bodiesInFlight();

  /** Long answers being written at once, each on a thread of its own. */
  @WithDefault("64")
  int longAnswers();
}
