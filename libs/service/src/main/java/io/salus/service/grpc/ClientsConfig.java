package io.salus.service.grpc;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.Map;

/** Where the other services answer. */
@ConfigMapping(prefix = "salus.clients")
public interface ClientsConfig {
  /** host:port of each service this one calls, by its name. */
  @WithParentName
  Map<String, String> targets();

  /** How calls are made. */
  @ConfigMapping(prefix = "salus.calls")
  interface Calls {
    /**
     * Deadline of a call that names none: longer than any healthy answer, shorter than a user's
     * patience.
     */
    @WithDefault("PT15S")
    Duration deadline();

    /** Largest message in either direction, bytes; the same bound as the HTTP body's. */
    @WithDefault("67108864")
    int maxMessageBytes();

    /** How often names are looked up, so that a new pod gets its share soon. */
    @WithDefault("PT5S")
    Duration nameRefresh();
  }
}
