package io.salus.cli.stack;

import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How PostgreSQL, which refuses to run as root, is started by root. First choice: a user namespace
 * without a mapping, in which the process is nobody inside and still the owner of its files
 * outside. Where those are switched off: an unprivileged user that keeps only the right to reach
 * its files.
 */
record Unprivileged(List<String> prefix, String owner) {
  private static final List<String> CANDIDATES = List.of("postgres", "nobody");

  static Unprivileged find() {
    if (!System.getProperty("user.name").equals("root")) {
      return new Unprivileged(List.of(), "");
    }
    if (succeeds(List.of("unshare", "-U", "true"))) {
      return new Unprivileged(List.of("unshare", "-U"), "");
    }
    for (String user : CANDIDATES) {
      var prefix =
          List.of(
              "setpriv",
              "--reuid=" + user,
              "--regid=" + groupOf(user),
              "--clear-groups",
              "--inh-caps=-all,+dac_override",
              "--ambient-caps=+dac_override",
              "--bounding-set=-all,+dac_override");
      var plain =
          List.of("setpriv", "--reuid=" + user, "--regid=" + groupOf(user), "--clear-groups");
      for (List<String> choice : List.of(prefix, plain)) {
        if (succeeds(with(choice, List.of("true")))) {
          return new Unprivileged(choice, user);
        }
      }
    }
    throw new Failure(
        Exit.MACHINE,
        "PostgreSQL refuses to run as root, and neither unshare -U nor setpriv can give it another user here.",
        "Run Salus as an ordinary user.");
  }

  /** The command with the prefix that it needs. */
  List<String> command(List<String> command) {
    return with(prefix, command);
  }

  /** Hands a folder to the user that PostgreSQL runs as. */
  void own(Path folder) throws IOException {
    if (!owner.isEmpty()) {
      var principal =
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
      try (var paths = Files.walk(folder)) {
        for (Path path : paths.toList()) {
          Files.setOwner(path, principal);
        }
      }
    }
  }

  private static List<String> with(List<String> prefix, List<String> command) {
    var all = new ArrayList<>(prefix);
    all.addAll(command);
    return all;
  }

  private static String groupOf(String user) {
    try {
      for (String line : Files.readAllLines(Paths.get("/etc/passwd"))) {
        String[] fields = line.split(":");
        if (fields[0].equals(user)) {
          return fields[3];
        }
      }
    } catch (IOException e) {
      return "65534";
    }
    return "65534";
  }

  private static boolean succeeds(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
