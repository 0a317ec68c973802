package io.salus.inference.repository;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Models that come as files. */
@ConfigMapping(prefix = "salus.models")
interface RepositoryConfig {
  /** The directory; without one, and without a bucket, there are trained models only. */
  Optional<Path> repository();

  /** SHA-256 (hex) of the TorchScript files that may run: such a file is a program. */
  Optional<Set<String>> approvedPrograms();

  /** A larger file is not loaded: it would take the memory of all others. */
  @WithDefault("1G")
  MemorySize largestFile();
}
