package io.salus.records.parameter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How tenants' own search parameters become known. */
@ConfigMapping(prefix = "salus.records.search-parameters")
public interface ParameterConfig {
  /** How often every instance asks for changes: so long a new parameter is not written by. */
  @WithDefault("1s")
  Duration poll();

  /**
   * How long a job waits before it reads the first resource. All instances must have asked for
   * changes meanwhile: what one of them stores without the parameter must be there to be read.
   */
  @WithDefault("5s")
  Duration settle();

  /** How long after asking for the index of an old layout to be made anew it is asked again. */
  @WithDefault("1h")
  Duration askAgain();
}
