package io.salus.cli.stack;

import io.salus.cli.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Brings a service's schema up to date, once for each build of the service. */
record Migration(Home home, Launcher launcher) {
  private static final int PATIENCE_SECONDS = 180;

  /** Throws when it fails, with the reason from its log. */
  void run(Service service, Path jar) throws IOException {
    Path stamp = home.run().resolve(service.id() + ".migrated");
    String build = fingerprint(jar);
    if (Files.exists(stamp) && Files.readString(stamp).equals(build)) {
      return;
    }
    Process process = launcher.service(service, Service.Role.MIGRATE);
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(
            "the migration of " + service.id() + " took over " + PATIENCE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (process.exitValue() != 0) {
      Path log = home.log(Launcher.logName(service, Service.Role.MIGRATE));
      throw new IOException(
          "the migration of " + service.id() + " failed: " + LogTail.lastError(log));
    }
    Home.write(stamp, build);
  }

  /** Sizes and times of the service's own jars. */
  private static String fingerprint(Path jar) throws IOException {
    var text = new StringBuilder();
    for (Path folder : new Path[] {jar.resolveSibling("app"), jar.resolveSibling("quarkus")}) {
      try (var files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          text.append(file.getFileName()).append(' ').append(Files.size(file)).append(' ');
          text.append(Files.getLastModifiedTime(file).toMillis()).append('\n');
        }
      }
    }
    return text.toString();
  }
}
