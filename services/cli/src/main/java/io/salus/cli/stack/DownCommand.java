package io.salus.cli.stack;

import io.salus.cli.home.Home;
import io.salus.cli.terminal.Command;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Json;
import picocli.CommandLine;

@CommandLine.Command(
    name = "down",
    header = "Stop the local stack; data stays.",
    description = {
      "",
      "The gateway stops first, calls in flight are finished, PostgreSQL stops last.",
      ""
    })
public final class DownCommand extends Command {
  @Override
  public Integer call() {
    boolean ran = new Stack(Home.standard()).down(console());
    console()
        .answer(
            Json.object().put("stopped", ran), ran ? "Salus has stopped." : "Salus did not run.");
    return Exit.OK.code();
  }
}
