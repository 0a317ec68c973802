package io.salus.inference.recording;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Storing of calls. */
@ConfigMapping(prefix = "salus.recording")
interface RecordingConfig {
  /** Bytes of tensors that may wait for the database; beyond it calls are refused for now. */
  @WithDefault("64M")
  MemorySize waiting();
}
