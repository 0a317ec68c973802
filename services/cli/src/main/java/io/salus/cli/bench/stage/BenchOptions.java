package io.salus.cli.bench.stage;

import io.salus.cli.home.Home;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long and how much, for every bench. */
public final class BenchOptions {
  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "15",
      description = "Length of each measurement, 2 to 600. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "45",
      description =
          "Seconds of load before each kind of measurement; 0 to 600. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--patients",
      paramLabel = "N",
      defaultValue = "20",
      description = "Patients that Synthea makes, 5 to 1000. Default: ${DEFAULT-VALUE}.")
  private int patients;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the results. Default: bench-results in the state directory.")
  private @Nullable Path out;

  void check() {
    require("--seconds", seconds, 2, 600);
    require("--warm-up", warmUp, 0, 600);
    require("--patients", patients, 5, 1000);
  }

  public Duration time() {
    return Duration.ofSeconds(seconds);
  }

  public Duration warmUp() {
    return Duration.ofSeconds(warmUp);
  }

  int patients() {
    return patients;
  }

  /** The folder of the results, made when it is not there. */
  Path folder() throws IOException {
    Path folder =
        out == null
            ? Home.standard().directory().resolve("bench-results")
            : out.toAbsolutePath().normalize();
    return Files.createDirectories(folder);
  }

  private static void require(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new Failure(
          Exit.WRONG_ARGUMENTS,
          option + " takes " + least + " to " + most + ", not " + value + ".",
          "See: ./salus bench --help");
    }
  }
}
