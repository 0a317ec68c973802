package io.salus.scheduling.mirror;

import java.util.Optional;
import java.util.UUID;

/** Says what one type of resource looks like now. */
public interface MirrorSource {
  MirrorType type();

  /** The present state; empty when there is nothing to mirror. */
  Optional<MirrorBody> body(String tenant, UUID id);
}
