package io.salus.cli.bench.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.terminal.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** PyTorch in a Python process, as it comes: the same network, batches, epochs and threads. */
final class Eager {
  private final String python;
  private final String version;
  private final Path folder;

  private Eager(String python, String version, Path folder) {
    this.python = python;
    this.version = version;
    this.folder = folder;
  }

  /** The installed one, if there is one. */
  static Optional<Eager> find(String python, Path folder) throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(python, "-c", "import torch; print(torch.__version__)")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String version =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0
          ? Optional.of(new Eager(python, version, folder))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  String name() {
    return "PyTorch " + version;
  }

  /** What a training gave. */
  static final class Trained {
    private final double[] margins;
    private final double seconds;

    private Trained(double[] margins, double seconds) {
      this.margins = margins;
      this.seconds = seconds;
    }

    /** Log-odds of the test pictures, a copy. */
    double[] margins() {
      return margins.clone();
    }

    double seconds() {
      return seconds;
    }
  }

  /**
   * Trains once.
   *
   * @param settings of network and training, for the script
   */
  Trained train(ObjectNode settings) throws IOException, InterruptedException {
    Path script = folder.resolve("eager.py");
    try (InputStream in = Eager.class.getResourceAsStream("eager.py")) {
      Files.write(script, Objects.requireNonNull(in).readAllBytes());
    }
    Path job = folder.resolve("eager.json");
    Path margins = folder.resolve("eager.npy");
    Json.MAPPER.writeValue(job.toFile(), settings);
    Process process =
        new ProcessBuilder(python, script.toString(), job.toString(), margins.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    byte[] answer = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException("PyTorch's side failed");
    }
    JsonNode said = Json.MAPPER.readTree(answer);
    return new Trained(Npy.read(margins), said.path("seconds").asDouble());
  }
}
