package io.salus.cli.stack;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that is not mistaken for a later one with the same number: its pid with its start time
 * in clock ticks since boot, and the boot it belongs to.
 */
public record ProcessIdentity(long pid, long startTicks, String boot) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** The identity of a living process. */
  public static Optional<ProcessIdentity> of(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The second field is the program's name in parentheses, which may itself hold spaces and
      // parentheses.
      String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      boolean dead = rest[0].equals("Z") || rest[0].equals("X");
      return dead
          ? Optional.empty()
          : Optional.of(
              new ProcessIdentity(
                  pid, Long.parseLong(rest[19]), Files.readString(BOOT_ID).strip()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @JsonIgnore
  public boolean alive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** Sends a signal, unless the process has gone. */
  public void signal(String name) {
    if (alive()) {
      signal(pid, name);
    }
  }

  static void signal(long pid, String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Resident memory in bytes; 0 when the process has gone. */
  public long residentBytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
