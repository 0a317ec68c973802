package io.salus.cli.stack;

import io.salus.cli.home.Home;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The supervisor's knowledge, written down at each change for whoever asks. */
final class StateBoard {
  private static final System.Logger LOG = System.getLogger(StateBoard.class.getName());

  private final Home home;
  private final ProcessIdentity supervisor;
  private final Ports ports;
  private final Map<String, StackState.Component> components = new LinkedHashMap<>();
  private StackState.Phase phase = StackState.Phase.STARTING;
  private @Nullable String problem;
  private boolean closed;

  StateBoard(Home home, ProcessIdentity supervisor, Ports ports) {
    this.home = home;
    this.supervisor = supervisor;
    this.ports = ports;
  }

  synchronized void add(String name, StackState.Health health) {
    components.put(name, new StackState.Component(name, health, null, 0, 0));
    write();
  }

  synchronized void change(String name, UnaryOperator<StackState.Component> change) {
    components.computeIfPresent(name, (key, old) -> change.apply(old));
    write();
  }

  synchronized void health(String name, StackState.Health health) {
    change(
        name,
        c ->
            new StackState.Component(
                c.name(), health, c.process(), c.restarts(), c.startSeconds()));
  }

  synchronized void phase(StackState.Phase newPhase) {
    phase = newPhase;
    write();
  }

  synchronized void problem(String sentence) {
    problem = sentence;
    write();
  }

  synchronized StackState state() {
    return new StackState(
        phase, problem, supervisor, ports.byName(), new ArrayList<>(components.values()));
  }

  /** The end: from now on there is no state. */
  synchronized void close() {
    closed = true;
    Remains.forget(home);
  }

  private void write() {
    if (closed) {
      return;
    }
    try {
      state().write(home);
    } catch (IOException e) {
      // A full disk must not bring the services down; the next change tries again.
      LOG.log(Level.ERROR, "The state could not be written: {0}", e.getMessage());
    }
  }
}
