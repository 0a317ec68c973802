package io.salus.cli.bench.stage;

import io.salus.cli.api.Api;
import io.salus.cli.home.Checkout;
import io.salus.cli.home.Home;
import io.salus.cli.stack.StackState;
import io.salus.cli.synthea.Synthea;
import io.salus.cli.terminal.Console;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Json;
import io.salus.cli.terminal.Progress;
import io.salus.cli.token.TokenRequest;
import io.salus.cli.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One run of a bench: a stack of its own, Synthea's patients, and a table of results. */
public record Bench(
    String name, BenchOptions options, Console console, Home home, Results results) {
  static final String TENANT = "bench";
  private static final Duration TOKEN_LIFETIME = Duration.ofHours(6);

  public Bench(String name, BenchOptions options, Console console) {
    this(name, options, console, Home.standard().child("bench"), new Results());
  }

  /** What is measured on the stack. */
  public interface Work {
    void measure(Bench bench, OwnStack stack) throws Exception;
  }

  /** Runs the work and prints and saves its results. */
  public int run(Work work) throws Exception {
    options.check();
    results
        .json()
        .put("at", Instant.now().toString())
        .put("cores", Runtime.getRuntime().availableProcessors())
        .put("seconds", options.time().toSeconds())
        .put("warm_up", options.warmUp().toSeconds())
        .put("patients", options.patients());
    try (var stack = new OwnStack(home, console)) {
      work.measure(this, stack);
    }
    Path file = save();
    console.answer(results.json(), results.table() + "\n\nSaved: " + file);
    return (results.errors() == 0 ? Exit.OK : Exit.FAILED).code();
  }

  /** Keeps what has been measured so far. */
  public Path save() throws IOException {
    Path file = options.folder().resolve(name + ".json");
    Files.writeString(file, Json.MAPPER.writeValueAsString(results.json()) + "\n");
    return file;
  }

  /** The folder of Synthea's bundles. */
  public Path bundles() throws IOException {
    Synthea synthea =
        Synthea.start(
            Checkout.current(), home.temporary().resolve("synthea"), options.patients(), 1);
    try (Progress progress = console.progress("Synthea makes patients", 1, "")) {
      Path bundles = synthea.await(progress);
      progress.done("done");
      return bundles;
    } finally {
      synthea.stop();
    }
  }

  /** The floor's load generator; results without it say so. */
  public Optional<Pgbench> pgbench() {
    Optional<Pgbench> pgbench = Pgbench.find().map(p -> new Pgbench(p, home.temporary()));
    if (pgbench.isEmpty()) {
      String missing =
          "pgbench was not found on the PATH or in /usr/lib/postgresql/*/bin, so some rows have no"
              + " floor. It is part of PostgreSQL's server package (Debian: postgresql).";
      console.note(missing);
      results.remark(missing);
    }
    return pgbench;
  }

  public Stage stage(StackState state, Optional<Pgbench> pgbench) {
    String token = token(home, TENANT);
    return new Stage(
        home,
        state,
        TENANT,
        token,
        new Api(state.gatewayUrl(), () -> token),
        options.time(),
        options.warmUp(),
        pgbench,
        console,
        results);
  }

  public static String token(Home home, String tenant) {
    return new Tokens(home).issue(TokenRequest.everything("bench", tenant, TOKEN_LIFETIME));
  }
}
