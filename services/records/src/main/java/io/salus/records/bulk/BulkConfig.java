package io.salus.records.bulk;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** How bulk data goes out and in. */
@ConfigMapping(prefix = "salus.records.bulk")
public interface BulkConfig {
  /** Size from which an exported file is closed and the next begun: what a killed job repeats. */
  @WithDefault("64M")
  MemorySize partSize();

  /** The largest file of an import; it goes to object storage and not through memory. */
  @WithDefault("100G")
  MemorySize largestImport();

  /** How long files are kept after a job has made them. */
  @WithDefault("P1D")
  Duration keep();

  /** Lines that are written in one transaction; each takes a lock of PostgreSQL's 6,400. */
  @WithDefault("500")
  int batchLines();

  /** Threads that parse, index and write. By default one more than there are cores. */
  OptionalInt threads();
}
