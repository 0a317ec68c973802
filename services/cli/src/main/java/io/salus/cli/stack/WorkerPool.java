package io.salus.cli.stack;

import io.salus.cli.stack.StackState.Component;
import io.salus.cli.stack.StackState.Health;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Job workers: one a service, started when its queue has work and none runs. A worker ends by
 * itself once it is idle; one that was killed leaves its job in the queue, so the next look starts
 * another.
 */
final class WorkerPool {
  private static final System.Logger LOG = System.getLogger(WorkerPool.class.getName());
  private static final Duration LOOK = Duration.ofMillis(700);
  private static final Duration SHORT_RUN = Duration.ofSeconds(5);

  private final Launcher launcher;
  private final Ports ports;
  private final Probe probe;
  private final StateBoard board;
  private final Map<Service, Process> running = new EnumMap<>(Service.class);
  private final Map<Service, Long> notBefore = new EnumMap<>(Service.class);
  private volatile boolean stopping;

  WorkerPool(Launcher launcher, Ports ports, Probe probe, StateBoard board) {
    this.launcher = launcher;
    this.ports = ports;
    this.probe = probe;
    this.board = board;
  }

  /** Looks after the workers until {@link #stop}. */
  void guard() {
    while (!stopping) {
      for (Service service : Service.values()) {
        if (service.hasJobs()) {
          look(service);
        }
      }
      if (!Waiting.pause(LOOK)) {
        return;
      }
    }
  }

  private synchronized void look(Service service) {
    Process worker = running.get(service);
    if (stopping || (worker != null && worker.isAlive())) {
      return;
    }
    if (worker != null) {
      ended(service, worker);
    }
    Long earliest = notBefore.get(service);
    boolean allowed = earliest == null || System.nanoTime() - earliest >= 0;
    if (allowed && probe.jobsDue(ports.management(service.id())) > 0) {
      start(service);
    }
  }

  private void start(Service service) {
    try {
      Process worker = launcher.service(service, Service.Role.WORK);
      running.put(service, worker);
      // A worker that cannot even start must not be started in a tight loop.
      notBefore.put(service, System.nanoTime() + SHORT_RUN.toNanos());
      var identity = ProcessIdentity.of(worker.pid()).orElse(null);
      LOG.log(Level.INFO, "{0} starts as process {1}", service.workerId(), worker.pid());
      board.change(
          service.workerId(),
          c -> new Component(c.name(), Health.READY, identity, c.restarts(), 0));
    } catch (IOException e) {
      LOG.log(Level.ERROR, "{0} could not be started: {1}", service.workerId(), e.getMessage());
    }
  }

  private void ended(Service service, Process worker) {
    running.remove(service);
    int died = worker.exitValue() == 0 ? 0 : 1;
    LOG.log(
        died == 0 ? Level.INFO : Level.WARNING,
        "{0} ended with code {1}",
        service.workerId(),
        worker.exitValue());
    board.change(
        service.workerId(),
        c -> new Component(c.name(), Health.IDLE, null, c.restarts() + died, 0));
  }

  synchronized void stop() {
    stopping = true;
    running.values().forEach(worker -> ProcessIdentity.signal(worker.pid(), "TERM"));
    for (Process worker : running.values()) {
      ProcessIdentity.of(worker.pid()).ifPresent(p -> Stopping.stop(p, "TERM", 10));
    }
  }
}
