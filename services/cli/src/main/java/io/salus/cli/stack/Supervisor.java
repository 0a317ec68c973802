package io.salus.cli.stack;

import io.salus.cli.home.Checkout;
import io.salus.cli.home.Home;
import io.salus.cli.stack.StackState.Health;
import io.salus.cli.stack.StackState.Phase;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.token.SigningKey;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * Keeps the stack alive: starts PostgreSQL, brings the schemas up to date, starts the services,
 * starts workers when there are jobs, and starts again whatever dies. It holds a lock on the state
 * directory as long as it lives, so that there is never a second one.
 */
public final class Supervisor {
  private static final System.Logger LOG = System.getLogger(Supervisor.class.getName());
  private static final int EARLY_DEATHS = 3;

  private final Home home;
  private final Checkout checkout;
  private final Ports ports;
  private final Postgres postgres;
  private final Databases databases;
  private final Launcher launcher;
  private final Probe probe = new Probe();
  private final StateBoard board;
  private final WorkerPool workers;
  private final Guarded database;
  private final Map<Service, Guarded> services = new EnumMap<>(Service.class);
  private final Semaphore migrations = new Semaphore(2);
  private final CountDownLatch databaseReady = new CountDownLatch(1);
  private volatile boolean stopping;

  private Supervisor(Home home, Checkout checkout, Ports ports, ProcessIdentity self) {
    this.home = home;
    this.checkout = checkout;
    this.ports = ports;
    this.board = new StateBoard(home, self, ports);
    this.postgres = new Postgres(home, Passwords.of(home), ports.of("postgres"));
    this.databases = new Databases(postgres);
    this.launcher = new Launcher(home, checkout, postgres, new Environment(home, ports, postgres));
    this.workers = new WorkerPool(launcher, ports, probe, board);
    this.database =
        new Guarded(
            "postgres",
            launcher::database,
            databases::answers,
            board,
            databaseReady::countDown,
            deaths -> tooManyDeaths("postgres", "PostgreSQL", deaths));
  }

  /**
   * Runs the stack in this process until it is told to stop; false when another supervisor has the
   * lock.
   */
  public static boolean run(Home home, int gatewayPort) throws IOException {
    try (FileChannel channel =
            FileChannel.open(home.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      if (lock == null) {
        return false;
      }
      var self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
      SupervisorLock.sign(channel, self);
      for (Service service : Service.values()) {
        Checkout.current().serviceJar(service.id());
      }
      Remains.clear(home);
      SigningKey.ensure(home);
      var supervisor = new Supervisor(home, Checkout.current(), Ports.pick(gatewayPort), self);
      supervisor.start();
      return true;
    }
  }

  private void start() {
    board.add("postgres", Health.WAITING);
    for (Service service : Service.values()) {
      board.add(service.id(), Health.WAITING);
    }
    for (Service service : Service.values()) {
      if (service.hasJobs()) {
        board.add(service.workerId(), Health.IDLE);
      }
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    postgres.initialise();
    Thread.ofVirtual().start(database::guard);
    for (Service service : Service.values()) {
      var guarded =
          new Guarded(
              service.id(),
              () -> launcher.service(service, Service.Role.SERVE),
              () -> probe.ready(ports.management(service.id())),
              board,
              () -> board.phase(board.state().allReady() ? Phase.RUNNING : Phase.STARTING),
              deaths -> tooManyDeaths(service.id(), "The service " + service.id(), deaths));
      services.put(service, guarded);
    }
    try {
      databaseReady.await();
      databases.ensure();
      for (Service service : Service.values()) {
        Guarded guarded = services.get(service);
        if (guarded != null) {
          Thread.ofVirtual().start(() -> bringUp(service, guarded));
        }
      }
      workers.guard();
    } catch (SQLException e) {
      LOG.log(Level.ERROR, "The databases could not be made", e);
      throw new Failure(
          Exit.FAILED,
          "PostgreSQL refused to make the databases (SQL state " + e.getSQLState() + ").",
          "See " + home.log("postgres") + " and " + home.log("supervisor") + ".",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LOG.log(Level.INFO, "The supervisor ends");
  }

  private void bringUp(Service service, Guarded guarded) {
    if (service.hasDatabase() && !migrate(service)) {
      return;
    }
    guarded.guard();
  }

  private boolean migrate(Service service) {
    migrations.acquireUninterruptibly();
    try {
      board.health(service.id(), Health.MIGRATING);
      new Migration(home, launcher).run(service, checkout.serviceJar(service.id()));
      return !stopping;
    } catch (IOException e) {
      LOG.log(Level.ERROR, e.getMessage());
      if (!stopping) {
        board.problem(String.valueOf(e.getMessage()));
      }
      return false;
    } finally {
      migrations.release();
    }
  }

  private void tooManyDeaths(String component, String subject, int deaths) {
    if (deaths >= EARLY_DEATHS && !stopping) {
      board.problem(
          subject
              + " ended "
              + deaths
              + " times while it started: "
              + LogTail.lastError(home.log(component)));
    }
  }

  /** The door first, so that nobody is let in any more; the database last. */
  private void stop() {
    stopping = true;
    board.phase(Phase.STOPPING);
    LOG.log(Level.INFO, "The stack stops");
    stop(Service.GATEWAY);
    workers.stop();
    var others =
        services.keySet().stream()
            .filter(s -> s != Service.GATEWAY)
            .map(s -> Thread.ofVirtual().start(() -> stop(s)))
            .toList();
    others.forEach(Supervisor::join);
    database.stop("INT", 30);
    board.close();
    LOG.log(Level.INFO, "The stack has stopped");
  }

  private void stop(Service service) {
    Guarded guarded = services.get(service);
    if (guarded != null) {
      guarded.stop("TERM", 20);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
