package io.salus.cli.bench.stage;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.api.Api;
import io.salus.cli.bench.load.Measured;
import io.salus.cli.home.Home;
import io.salus.cli.stack.Service;
import io.salus.cli.stack.StackState;
import io.salus.cli.terminal.Console;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What every measure needs: a running stack, a way in, how long to measure, where results go.
 *
 * @param time of one measurement
 * @param warmUp load before the first measurement of each kind
 * @param pgbench the floor's load generator, if the machine has one
 */
public record Stage(
    Home home,
    StackState state,
    String tenant,
    String token,
    Api api,
    Duration time,
    Duration warmUp,
    Optional<Pgbench> pgbench,
    Console console,
    Results results) {

  /** A load. */
  public interface Run {
    Measured measure() throws IOException;
  }

  /** A token for a tenant of its own. */
  public String token(String otherTenant) {
    return Bench.token(home, otherTenant);
  }

  /** Runs a load and notes who used the processors. */
  public Measured measure(String name, int clients, Base base, Run run) throws IOException {
    var cores = CoresUsed.since(state);
    Measured measured = run.measure();
    results.load(name, clients, measured, base, cores.now());
    return measured;
  }

  /** Runs the same load on the peer and compares. */
  public void compare(String name, int clients, Measured ours, Run run) throws IOException {
    Measured theirs = measure(name + ", peer", clients, Base.NONE, run);
    results.compare(name, clients, ours, theirs);
  }

  public int port(Service service) {
    Integer port = state.ports().get(service.id());
    if (port == null) {
      throw new IllegalStateException(service.id() + " has no port");
    }
    return port;
  }

  /** Ids of some resources of a type. */
  public List<String> ids(String type) {
    var ids = new ArrayList<String>();
    for (JsonNode entry :
        api.get("/fhir/" + type + "?_count=40").require(200).json().path("entry")) {
      ids.add(entry.path("resource").path("id").asText());
    }
    if (ids.isEmpty()) {
      throw new Failure(
          Exit.FAILED,
          "The import has left no " + type + ", so there is nothing to measure.",
          "See the logs in " + home.logs() + ".");
    }
    return ids;
  }
}
