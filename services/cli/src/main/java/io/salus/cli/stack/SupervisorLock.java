package io.salus.cli.stack;

import io.salus.cli.home.Home;
import io.salus.cli.terminal.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/** The lock that a supervisor holds as long as it lives; the file says which process that is. */
final class SupervisorLock {
  private SupervisorLock() {}

  static void sign(FileChannel channel, ProcessIdentity self) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(Json.MAPPER.writeValueAsBytes(self)), 0);
  }

  static boolean isHeld(Home home) {
    if (!Files.exists(home.lock())) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(home.lock(), StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      return lock == null;
    } catch (IOException e) {
      throw home.unusable(e);
    }
  }

  /** The process that holds the lock. */
  static Optional<ProcessIdentity> holder(Home home) {
    while (isHeld(home)) {
      try {
        var holder = Json.MAPPER.readValue(home.lock().toFile(), ProcessIdentity.class);
        if (holder.alive()) {
          return Optional.of(holder);
        }
      } catch (IOException e) {
        // It has the lock and is about to sign; look again.
        if (!Waiting.pause(Duration.ofMillis(20))) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
