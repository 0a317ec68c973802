package io.salus.cli.stack;

import io.salus.cli.home.Home;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** The supervisor's process; started by `up`, not by people. */
@CommandLine.Command(name = "supervise", hidden = true)
public final class SuperviseCommand implements Callable<Integer> {
  @Parameters(index = "0")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path directory;

  @Parameters(index = "1")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path shared;

  @Parameters(index = "2")
  private int port;

  @Override
  public Integer call() throws IOException {
    var home = new Home(directory, shared);
    try {
      return Supervisor.run(home, port) ? Exit.OK.code() : Exit.FAILED.code();
    } catch (Failure e) {
      StartFailure.write(home, e);
      throw e;
    }
  }
}
