package io.salus.inference.upload;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds of tables that are brought. */
@ConfigMapping(prefix = "salus.tables")
interface UploadConfig {
  /** A worker reads the whole table into memory, several times as large. */
  @WithDefault("128M")
  MemorySize largest();
}
