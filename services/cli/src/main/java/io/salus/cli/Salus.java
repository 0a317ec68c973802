package io.salus.cli;

import io.salus.cli.bench.BenchCommand;
import io.salus.cli.load.ImportCommand;
import io.salus.cli.model.PromoteCommand;
import io.salus.cli.model.ReplayCommand;
import io.salus.cli.model.TrainCommand;
import io.salus.cli.stack.DownCommand;
import io.salus.cli.stack.LogsCommand;
import io.salus.cli.stack.StatusCommand;
import io.salus.cli.stack.SuperviseCommand;
import io.salus.cli.stack.UpCommand;
import io.salus.cli.story.DemoCommand;
import io.salus.cli.terminal.Console;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.token.TokenCommand;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Entry point of the salus command. */
@CommandLine.Command(
    name = "salus",
    mixinStandardHelpOptions = true,
    version = "Salus 0.1.0",
    header = "Salus: an open telemedicine platform, on this machine.",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "",
      "The first command builds Salus when its sources are newer than what is built. Every command has --help, and --json "
          + "for answers that machines read. State is kept in .salus of the checkout, or in $$SALUS_HOME.",
      ""
    },
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      TokenCommand.class,
      ImportCommand.class,
      TrainCommand.class,
      PromoteCommand.class,
      ReplayCommand.class,
      DemoCommand.class,
      BenchCommand.class,
      SuperviseCommand.class
    },
    footer = {
      "",
      "Start here:",
      "  ./salus demo     the whole story on made-up patients, in two to five minutes",
      "  ./salus up       the stack for your own use; then token and import DIR",
      "  ./salus test     every test: builds, then mvn verify with real PostgreSQL and models",
      "",
      "Exit codes:",
      "  0 done, 1 failed, 2 wrong arguments, 3 Salus does not run,",
      "  4 refused by the server, 5 this machine lacks something (JDK, Maven,",
      "  port, disk, permission), 6 the state directory is damaged"
    })
public final class Salus implements Callable<Integer> {
  private Salus() {}

  public static void main(String[] arguments) {
    // The token library brings a logging interface, and nobody listens to it here.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    boolean json = Arrays.asList(arguments).contains("--json");
    return new CommandLine(new Salus())
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(
            (e, args) -> {
              Console.standard(json)
                  .failure(
                      new Failure(
                          Exit.WRONG_ARGUMENTS,
                          e.getMessage()
                              + (String.valueOf(e.getMessage()).endsWith(".") ? "" : "."),
                          "See: ./"
                              + e.getCommandLine().getCommandSpec().qualifiedName()
                              + " --help"));
              return Exit.WRONG_ARGUMENTS.code();
            })
        .setExecutionExceptionHandler((e, commandLine, result) -> failed(e, json))
        .execute(arguments);
  }

  private static int failed(Exception e, boolean json) {
    if (e instanceof Failure failure) {
      Console.standard(json).failure(failure);
      return failure.exit().code();
    }
    Console.standard(json)
        .failure(
            new Failure(
                Exit.FAILED,
                "Something unexpected happened: " + e + ".",
                "Run it again with SALUS_DEBUG=1 to see where."));
    if (System.getenv("SALUS_DEBUG") != null) {
      e.printStackTrace();
    }
    return Exit.FAILED.code();
  }

  @Override
  public Integer call() {
    CommandLine.usage(this, System.out);
    return Exit.OK.code();
  }
}
