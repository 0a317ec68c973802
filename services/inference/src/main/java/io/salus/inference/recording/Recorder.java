package io.salus.inference.recording;

import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Busy;
import io.salus.service.errors.AppException.Unavailable;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stores calls before they are answered. A writer that is free takes at once what waits, up to
 * {@link #TOGETHER} calls of one tenant, and commits them together; nobody waits for company.
 */
@ApplicationScoped
public class Recorder {
  private static final Logger LOG = Logger.getLogger(Recorder.class);

  /** One commits while the other gathers. */
  private static final int WRITERS = 2;

  private static final int TOGETHER = 256;

  private final CallTable table;
  private final long most;
  private final Object lock = new Object();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long bytes;
  private int writing;

  /** One for all: a stack trace for each would cost more than what is refused. */
  private final Busy full =
      new Busy("Too many calls wait to be stored; try again shortly.", Duration.ofSeconds(1));

  Recorder(CallTable table, RecordingConfig config) {
    this.table = table;
    this.most = config.waiting().asLongValue();
  }

  /** A call, and who is told how it went: null when it is stored. */
  private record Waiting(
      String tenant, RecordedCall call, Consumer<@Nullable AppException> outcome) {}

  /** Throws {@link Busy} when the database does not keep up: asked before a call is computed. */
  public void requireRoom() {
    synchronized (lock) {
      if (bytes >= most) {
        throw full;
      }
    }
  }

  /**
   * Stores a call. Never waits.
   *
   * @param outcome told once, on another thread: null when it is stored, else what its caller hears
   */
  public void keep(String tenant, RecordedCall call, Consumer<@Nullable AppException> outcome) {
    synchronized (lock) {
      waiting.add(new Waiting(tenant, call, outcome));
      bytes += call.bytes();
      if (writing == WRITERS) {
        return;
      }
      writing++;
    }
    Thread.ofVirtual().name("recording").start(this::write);
  }

  private void write() {
    while (true) {
      List<Waiting> group;
      synchronized (lock) {
        group = next();
        if (group.isEmpty()) {
          writing--;
          return;
        }
      }
      store(group);
      synchronized (lock) {
        group.forEach(one -> bytes -= one.call().bytes());
      }
    }
  }

  /** What waits for one tenant. Holds the lock. */
  private List<Waiting> next() {
    List<Waiting> group = new ArrayList<>();
    Iterator<Waiting> all = waiting.iterator();
    while (all.hasNext() && group.size() < TOGETHER) {
      Waiting one = all.next();
      if (group.isEmpty() || group.getFirst().tenant().equals(one.tenant())) {
        group.add(one);
        all.remove();
      }
    }
    return group;
  }

  private void store(List<Waiting> group) {
    @Nullable AppException failure = null;
    try {
      table.insert(group.getFirst().tenant(), group.stream().map(Waiting::call).toList());
    } catch (Throwable e) {
      if (group.size() > 1 && ofOneRow(e)) {
        group.forEach(one -> store(List.of(one)));
        return;
      }
      LOG.errorf("%d calls were not stored: %s", group.size(), e.getClass().getName());
      failure =
          new Unavailable(
              "Calls of this model are stored, and this one could not be; it is not answered.");
    }
    for (Waiting one : group) {
      try {
        one.outcome().accept(failure);
      } catch (RuntimeException e) {
        LOG.errorf("A call was stored and not answered: %s", e.getClass().getName());
      }
    }
  }

  /** SQLSTATE classes 22 and 23: a value is wrong, and its neighbours may be right. */
  private static boolean ofOneRow(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException e && e.getSQLState() != null) {
        return e.getSQLState().startsWith("22") || e.getSQLState().startsWith("23");
      }
    }
    return false;
  }
}
