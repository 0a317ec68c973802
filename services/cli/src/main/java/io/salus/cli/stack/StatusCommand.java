package io.salus.cli.stack;

import io.salus.cli.home.Home;
import io.salus.cli.terminal.Command;
import io.salus.cli.terminal.Console;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

@CommandLine.Command(
    name = "status",
    header = "Show what runs: process, port, health, memory, restarts.",
    description = {
      "",
      "Exit code 0 when all is ready, 1 when something is not, 3 when Salus does not run.",
      ""
    })
public final class StatusCommand extends Command {
  @Override
  public Integer call() {
    var home = Home.standard();
    StackState state = new Stack(home).requireRunning();
    var answer = Json.object();
    answer.put("url", state.gatewayUrl()).put("ready", state.allReady());
    answer.put("phase", state.phase().name().toLowerCase(Locale.ROOT));
    answer.put("state_directory", home.directory().toString());
    var components = answer.putArray("components");
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("COMPONENT", "HEALTH", "PID", "PORT", "MEMORY", "RESTARTS", "READY AFTER"));
    long total = 0;
    for (var component : state.components()) {
      var process = component.process();
      long resident = process == null ? 0 : process.residentBytes();
      total += resident;
      String health = component.health().name().toLowerCase(Locale.ROOT);
      Integer port = state.ports().get(component.name());
      var node = components.addObject().put("name", component.name()).put("health", health);
      node.put("restarts", component.restarts()).put("resident_bytes", resident).put("port", port);
      node.put("pid", process == null ? null : process.pid());
      node.put("ready_after_seconds", component.startSeconds());
      node.put("management_port", state.ports().get(component.name() + "-management"));
      rows.add(
          List.of(
              component.name(),
              health,
              process == null ? "-" : Long.toString(process.pid()),
              port == null ? "-" : port.toString(),
              resident == 0 ? "-" : (resident >> 20) + " MiB",
              Integer.toString(component.restarts()),
              component.startSeconds() == 0
                  ? "-"
                  : String.format(Locale.ROOT, "%.1f s", component.startSeconds())));
    }
    rows.add(List.of("", "", "", "", (total >> 20) + " MiB", "", ""));
    console()
        .answer(
            answer,
            "Salus at "
                + state.gatewayUrl()
                + ", state in "
                + home.directory()
                + "\n\n"
                + Console.table(rows));
    return (state.allReady() ? Exit.OK : Exit.FAILED).code();
  }
}
