package io.salus.cli.stack;

import io.salus.cli.home.Home;
import io.salus.cli.terminal.Command;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Json;
import io.salus.cli.terminal.Progress;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(
    name = "up",
    header = "Start the local stack, or find the one that runs.",
    description = {
      "",
      "Starts PostgreSQL, the five services and a supervisor that starts again what dies and runs job workers when there "
          + "is work. Everything listens on 127.0.0.1 only. State is kept in .salus of the checkout, or in $$SALUS_HOME.",
      ""
    })
public final class UpCommand extends Command {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description =
          "Port of the gateway on 127.0.0.1; 0 takes any free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Override
  public Integer call() {
    if (port < 0 || port > 65_535) {
      throw new Failure(
          Exit.WRONG_ARGUMENTS,
          port + " is no port.",
          "Name one from 1 to 65535, or 0 for any free one.");
    }
    var home = Home.standard();
    var started = new Stack(home).up(port, console());
    String url = started.state().gatewayUrl();
    var answer = Json.object().put("url", url).put("was_running", started.wasRunning());
    answer.put("seconds", started.seconds()).put("state_directory", home.directory().toString());
    console()
        .answer(
            answer,
            (started.wasRunning()
                    ? "Salus was already running at " + url
                    : "Salus is ready at " + url + " after " + Progress.span(started.seconds()))
                + "\nTry: curl -H \"Authorization: Bearer $(./salus token)\" "
                + url
                + "/fhir/Patient"
                + "\nLogs: "
                + home.logs()
                + "   Stop it: ./salus down");
    return Exit.OK.code();
  }
}
