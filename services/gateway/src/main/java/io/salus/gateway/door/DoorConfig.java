package io.salus.gateway.door;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How the door treats requests. */
@ConfigMapping(prefix = "salus.gateway")
public interface DoorConfig {
  /**
   * Address by which clients know this door, for example {@code https://salus.example}; needed
   * behind a proxy. Without it, links use the request's own Host.
   */
  Optional<String> publicUrl();

  /** Largest body under /fhir: a patient's whole history. */
  @WithDefault("64M")
  MemorySize maxBody();

  /** Largest tensors, which pass to inference in one message. */
  @WithDefault("15M")
  MemorySize maxTensors();

  /** Largest body elsewhere: those are small commands. */
  @WithDefault("1M")
  MemorySize maxCommand();

  /**
   * Bytes of bodies held at the same time; others wait, and get 429 after 10 s. By default a third
   * of the heap, at least one largest body.
   */
  Optional<MemorySize> bodiesInFlight();

  /** A body must have arrived after this time, so that slow senders do not use up the memory. */
  @WithDefault("PT2M")
  Duration bodyTimeout();
}
