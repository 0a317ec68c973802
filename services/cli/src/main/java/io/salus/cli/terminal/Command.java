package io.salus.cli.terminal;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all commands have in common: help, and answers that machines can read. */
public abstract class Command implements Callable<Integer> {
  @Option(names = "--json", description = "Answer with one JSON document on standard output.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  protected final Console console() {
    return Console.standard(json);
  }
}
