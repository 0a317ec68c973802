package io.salus.cli.stack;

import io.salus.cli.home.Home;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Why a supervisor ended, left for the command that started it. */
record StartFailure(Exit exit, String sentence, String remedy) {

  static void clear(Home home) throws IOException {
    Files.deleteIfExists(file(home));
  }

  static void write(Home home, Failure failure) throws IOException {
    var record = new StartFailure(failure.exit(), failure.sentence(), failure.remedy());
    Home.write(file(home), Json.MAPPER.writeValueAsString(record));
  }

  static Optional<Failure> read(Home home) throws IOException {
    if (!Files.exists(file(home))) {
      return Optional.empty();
    }
    var record = Json.MAPPER.readValue(Files.readString(file(home)), StartFailure.class);
    return Optional.of(new Failure(record.exit, record.sentence, record.remedy));
  }

  private static Path file(Home home) {
    return home.run().resolve("failure.json");
  }
}
