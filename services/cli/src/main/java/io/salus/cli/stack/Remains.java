package io.salus.cli.stack;

import io.salus.cli.home.Home;
import io.salus.cli.stack.StackState.Component;
import io.salus.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;

/** What a supervisor that was killed has left running. */
final class Remains {
  private Remains() {}

  /** Processes of the last run that still live, PostgreSQL last. */
  static List<ProcessIdentity> living(Home home) {
    return last(home).stream()
        .map(Component::process)
        .filter(Objects::nonNull)
        .filter(ProcessIdentity::alive)
        .toList()
        .reversed();
  }

  private static List<Component> last(Home home) {
    try {
      return StackState.read(home).map(StackState::components).orElse(List.of());
    } catch (Failure e) {
      // A state file that cannot be read says nothing of processes; PostgreSQL has a lock file of
      // its own.
      return List.of();
    }
  }

  /** Ends them, and forgets the run. */
  static void clear(Home home) {
    var living = living(home);
    living.forEach(process -> process.signal("TERM"));
    living.forEach(process -> Stopping.stop(process, "INT", 15));
    forget(home);
  }

  static void forget(Home home) {
    try {
      Files.deleteIfExists(home.state());
    } catch (IOException e) {
      throw home.unusable(e);
    }
  }
}
