package io.salus.cli.home;

import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import java.nio.file.Files;
import java.nio.file.Path;

/** The built checkout that this command line belongs to. */
public record Checkout(Path root) {

  public static Checkout current() {
    String root = System.getProperty("salus.checkout");
    if (root == null) {
      throw new Failure(
          Exit.MACHINE,
          "The command line does not know where Salus is.",
          "Start it by the script ./salus in the checkout.");
    }
    return new Checkout(Path.of(root));
  }

  /** The runnable jar of a service. */
  public Path serviceJar(String service) {
    Path jar = root.resolve("services/" + service + "/target/quarkus-app/quarkus-run.jar");
    if (!Files.isRegularFile(jar)) {
      throw new Failure(
          Exit.FAILED,
          "The service " + service + " is not built.",
          "Remove target/salus.built in the checkout and run ./salus again.");
    }
    return jar;
  }

  /** Synthea and all it needs. */
  public Path syntheaLibraries() {
    return root.resolve("services/cli/synthea/target/lib");
  }

  /** The JVM that runs this command runs everything else, too. */
  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }
}
