package io.salus.cli.synthea;

import io.salus.cli.home.Checkout;
import io.salus.cli.home.Trees;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Synthea 3.3 in a process and class path of its own (it brings another HAPI than ours), offline,
 * writing FHIR R4 bundles only. The bundles are written without indentation, which makes them a
 * third smaller; nothing else is changed.
 */
public final class Synthea {
  private static final Duration LOOK = Duration.ofMillis(300);

  private final Path folder;
  private final int patients;
  private final Process process;

  private Synthea(Path folder, int patients, Process process) {
    this.folder = folder;
    this.patients = patients;
    this.process = process;
  }

  /** Starts making a population; the folder is emptied first. */
  public static Synthea start(Checkout checkout, Path folder, int patients, long seed) {
    Path libraries = checkout.syntheaLibraries();
    if (!Files.isDirectory(libraries)) {
      throw new Failure(
          Exit.FAILED,
          "Synthea is not there: " + libraries + " is missing.",
          "Remove target/salus.built in the checkout and run ./salus again.");
    }
    try {
      Trees.remove(folder);
      Files.createDirectories(folder);
      var command =
          List.of(
              Checkout.java().toString(),
              "-Xmx768m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=4",
              "-Djava.io.tmpdir=" + folder,
              "-Djava.awt.headless=true",
              "-cp",
              libraries + "/*",
              "App",
              "-p",
              Integer.toString(patients),
              "-s",
              Long.toString(seed),
              "-cs",
              Long.toString(seed),
              "-r",
              LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE),
              "--exporter.baseDirectory=" + folder.resolve("output"),
              "--exporter.pretty_print=false",
              "--exporter.metadata.export=false",
              "--exporter.fhir.export=true",
              "--exporter.hospital.fhir.export=true",
              "--exporter.practitioner.fhir.export=true",
              "--generate.log_patients.detail=none");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("synthea.log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new Synthea(folder, patients, process);
    } catch (IOException e) {
      throw new Failure(
          Exit.MACHINE,
          "Synthea could not be started: " + e.getMessage() + ".",
          "Check the disk.",
          e);
    }
  }

  /** Waits for the population and returns the folder of its bundles. */
  public Path await(Progress progress) {
    while (process.isAlive()) {
      int made = made();
      progress.update(
          Math.min(0.99, (double) made / patients),
          String.format(Locale.ROOT, "%d of %d patients", Math.min(made, patients), patients),
          -1);
      try {
        process.waitFor(LOOK.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
      }
    }
    if (process.exitValue() != 0 || made() == 0) {
      throw new Failure(
          Exit.FAILED,
          "Synthea ended with code " + process.exitValue() + " and " + made() + " bundles.",
          "Its log is " + folder.resolve("synthea.log") + ".");
    }
    return bundles();
  }

  public void stop() {
    process.destroyForcibly();
  }

  private Path bundles() {
    return folder.resolve("output").resolve("fhir");
  }

  private int made() {
    @Nullable String[] names = bundles().toFile().list();
    return names == null ? 0 : names.length;
  }
}
