package io.salus.cli.bench;

import io.salus.cli.stack.DatabaseAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The floor: PostgreSQL's own load generator sending the same statement, with nothing in between.
 */
record Pgbench(Path program, DatabaseAccess access, Path folder) {
  private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
  private static final Pattern LATENCY = Pattern.compile("latency average = ([0-9.]+) ms");
  private static final Pattern FAILED = Pattern.compile("number of failed transactions: (\\d+)");

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

  /** Transactions a second; latency is the mean, because pgbench gives no percentiles. */
  Load.Measured run(String script, int clients, Duration time) throws IOException {
    Path file = Files.writeString(folder.resolve("pgbench.sql"), script);
    var command =
        List.of(
            program.toString(),
            "-n",
            "-M",
            "prepared",
            "-f",
            file.toString(),
            "-c",
            Integer.toString(clients),
            "-j",
            Integer.toString(Math.min(clients, 2)),
            "-T",
            Long.toString(time.toSeconds()),
            "-h",
            "127.0.0.1",
            "-p",
            Integer.toString(access.port()),
            "-U",
            access.user(),
            access.database());
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", access.password());
    Process process = builder.start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    double mean = number(LATENCY, output);
    return new Load.Measured(number(TPS, output), mean, Double.NaN, (long) number(FAILED, output));
  }

  private static double number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }
}
