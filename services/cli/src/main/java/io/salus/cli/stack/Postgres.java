package io.salus.cli.stack;

import io.salus.cli.home.Home;
import io.salus.cli.home.Trees;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The stack's own PostgreSQL: durable, on 127.0.0.1 only, with passwords for everybody. */
final class Postgres {
  private final Home home;
  private final Path software;
  private final Passwords passwords;
  private final Unprivileged user;
  private final int port;

  Postgres(Home home, Passwords passwords, int port) {
    this.home = home;
    this.software = Binaries.unpacked(home);
    this.passwords = passwords;
    this.user = Unprivileged.find();
    this.port = port;
  }

  /**
   * Makes the data directory when there is none; an interrupted attempt leaves nothing that counts.
   */
  void initialise() {
    Path data = home.data();
    if (Files.exists(data)) {
      if (!Files.isRegularFile(data.resolve("PG_VERSION"))
          || !Files.isDirectory(data.resolve("global"))) {
        throw home.damaged("its data folder is not a PostgreSQL data directory");
      }
      return;
    }
    Path fresh = home.directory().resolve("data.new");
    Path passwordFile = home.temporary().resolve("initdb");
    try {
      Trees.remove(fresh);
      Home.folder(fresh);
      Home.write(passwordFile, passwords.of(Passwords.SUPERUSER) + "\n");
      user.own(fresh);
      user.own(passwordFile);
      run(
          List.of(
              program("initdb"),
              "--pgdata=" + fresh,
              "--username=" + Passwords.SUPERUSER,
              "--pwfile=" + passwordFile,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--data-checksums"));
      Files.delete(passwordFile);
      Files.move(fresh, data);
    } catch (IOException e) {
      throw home.unusable(e);
    }
  }

  /**
   * The server in the foreground. Everything that matters for durability is said, though it is the
   * default.
   */
  List<String> command() {
    return user.command(
        List.of(
            program("postgres"),
            "-D",
            home.data().toString(),
            "-c",
            "port=" + port,
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=on",
            "-c",
            "synchronous_commit=on",
            "-c",
            "full_page_writes=on",
            "-c",
            "password_encryption=scram-sha-256",
            "-c",
            "max_connections=160",
            "-c",
            "shared_buffers=192MB",
            "-c",
            "work_mem=8MB",
            "-c",
            "maintenance_work_mem=96MB",
            "-c",
            "max_wal_size=2GB",
            "-c",
            "checkpoint_timeout=10min",
            "-c",
            "wal_compression=pglz",
            "-c",
            "dynamic_shared_memory_type=mmap",
            "-c",
            "log_statement=none",
            "-c",
            "log_min_error_statement=panic",
            "-c",
            "log_error_verbosity=terse",
            "-c",
            "log_parameter_max_length=0",
            "-c",
            "log_parameter_max_length_on_error=0"));
  }

  /**
   * Deals with what an earlier server left: one that still lives is stopped, and a lock file whose
   * process is another program by now is removed (PostgreSQL itself only sees that the number is in
   * use).
   */
  void clearRemains() {
    Path lock = home.data().resolve("postmaster.pid");
    if (!Files.exists(lock)) {
      return;
    }
    try {
      long pid = Long.parseLong(Files.readAllLines(lock).getFirst().strip());
      Optional<ProcessIdentity> living = ProcessIdentity.of(pid).filter(p -> serves(pid));
      if (living.isPresent()) {
        Stopping.stop(living.get(), "INT", 30);
      } else {
        Files.deleteIfExists(lock);
      }
    } catch (IOException | RuntimeException e) {
      throw home.damaged("data/postmaster.pid cannot be read");
    }
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  String reactiveUrl(String database) {
    return "postgresql://127.0.0.1:" + port + "/" + database;
  }

  String superuserPassword() {
    return passwords.of(Passwords.SUPERUSER);
  }

  String password(String role) {
    return passwords.of(role);
  }

  private boolean serves(long pid) {
    try {
      return Files.isSameFile(
          Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd")), home.data());
    } catch (IOException e) {
      return false;
    }
  }

  private String program(String name) {
    return software.resolve("bin").resolve(name).toString();
  }

  private void run(List<String> command) throws IOException {
    Path log = home.log("initdb");
    Process process =
        new ProcessBuilder(user.command(command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new Failure(
            Exit.FAILED,
            "PostgreSQL's data directory could not be made: " + LogTail.lastLine(log) + ".",
            "The whole story is in " + log + ".");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IOException("interrupted", e);
    }
  }
}
