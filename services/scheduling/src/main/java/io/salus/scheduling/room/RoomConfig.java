package io.salus.scheduling.room;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Who may enter a visit's video room, and when. */
@ConfigMapping(prefix = "salus.scheduling.room")
public interface RoomConfig {
  /**
   * File with the key (base64, at least 32 bytes) that signs room tokens; the video rooms hold the
   * same. Without one it is derived from the internal key, so that a laptop needs no second file.
   */
  Optional<String> keyFile();

  /** How long before the start a token opens the room: time to try camera and microphone. */
  @WithDefault("PT15M")
  Duration early();

  /** How long after the end it stays open: visits run late. */
  @WithDefault("PT60M")
  Duration late();
}
