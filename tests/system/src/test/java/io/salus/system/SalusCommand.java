package io.salus.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged command line, run as a process of its own against one state directory. */
final class SalusCommand {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();
  private static final int PATIENCE_MINUTES = 12;

  private final Path home;

  SalusCommand(Path home) {
    this.home = home;
  }

  Path home() {
    return home;
  }

  /** The same command line on the demo's own stack. */
  SalusCommand demo() {
    return new SalusCommand(home.resolve("demo"));
  }

  Process start(Path output, String... arguments) throws IOException {
    Path target = CHECKOUT.resolve("services/cli/target");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dsalus.checkout=" + CHECKOUT);
    command.add("-cp");
    command.add(target.resolve("salus-cli.jar") + ":" + target.resolve("lib") + "/*");
    command.add("io.salus.cli.Salus");
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().put("SALUS_HOME", home.toString());
    builder.redirectOutput(output.toFile());
    builder.redirectError(output.resolveSibling(output.getFileName() + ".err").toFile());
    return builder.start();
  }

  /** Runs to the end; returns the exit code. */
  int run(Path output, String... arguments) throws IOException, InterruptedException {
    Process process = start(output, arguments);
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("salus " + String.join(" ", arguments) + " did not end");
    }
    return process.exitValue();
  }

  String text(String... arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile("salus", ".out");
    int code = run(output, arguments);
    if (code != 0) {
      throw new IOException("salus " + String.join(" ", arguments) + " ended with " + code);
    }
    return Files.readString(output).strip();
  }

  /** What `status` says of a component; missing when nothing runs. */
  JsonNode component(String name) throws IOException {
    Path state = home.resolve("run/state.json");
    if (Files.exists(state)) {
      for (JsonNode component : JSON.readTree(Files.readString(state)).path("components")) {
        if (component.path("name").asText().equals(name)) {
          return component;
        }
      }
    }
    return JSON.missingNode();
  }
}
