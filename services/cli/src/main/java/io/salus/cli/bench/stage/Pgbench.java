package io.salus.cli.bench.stage;

import io.salus.cli.bench.load.Timeline;
import io.salus.cli.stack.DatabaseAccess;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The floor: PostgreSQL's own load generator sending the same statement, with nothing in between.
 */
public record Pgbench(Path program, Path folder) {
  private static final long LOOK_MILLIS = 200;

  /** Debian's, or the one on the PATH; none of these belongs to the binaries that Salus brings. */
  static Optional<Path> find() {
    var candidates = new ArrayList<Path>();
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      candidates.add(Path.of(folder, "pgbench"));
    }
    Path debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (var versions = Files.list(debian)) {
        versions
            .sorted(Comparator.reverseOrder())
            .forEach(v -> candidates.add(v.resolve("bin/pgbench")));
      } catch (IOException e) {
        return Optional.empty();
      }
    }
    return candidates.stream().filter(Files::isExecutable).findFirst();
  }

  /** Runs a script with prepared statements, as the services send theirs. */
  public PgbenchReport run(
      DatabaseAccess access,
      String script,
      int clients,
      Duration time,
      Timeline timeline,
      String doing)
      throws IOException {
    Path file = Files.writeString(folder.resolve("pgbench.sql"), script);
    Path output = folder.resolve("pgbench.out");
    var builder =
        new ProcessBuilder(command(access, file, clients, time))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("PGPASSWORD", access.password());
    long started = System.nanoTime();
    Process process = builder.start();
    try {
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        timeline.at(
            doing, Math.min((double) time.toSeconds(), (System.nanoTime() - started) / 1e9));
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    timeline.passed(time);
    String said = Files.readString(output);
    Optional<PgbenchReport> report = PgbenchReport.parse(said);
    if (process.exitValue() != 0 || report.isEmpty()) {
      throw new Failure(
          Exit.FAILED,
          "pgbench ended with code "
              + process.exitValue()
              + ": "
              + PgbenchReport.reason(said)
              + ".",
          "All it said is in " + output + "; another version may be first on the PATH.");
    }
    return report.get();
  }

  private List<String> command(DatabaseAccess access, Path script, int clients, Duration time) {
    return List.of(
        program.toString(),
        "--no-vacuum",
        "--define=k=0", // a script may count its transactions in it
        "--protocol=prepared",
        "--file=" + script,
        "--client=" + clients,
        "--jobs=" + Math.min(clients, 2),
        "--time=" + time.toSeconds(),
        "--host=127.0.0.1",
        "--port=" + access.port(),
        "--username=" + access.user(),
        access.database());
  }
}
