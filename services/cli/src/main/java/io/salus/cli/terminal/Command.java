package io.salus.cli.terminal;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What all commands have in common: help, and answers that machines can read. */
@CommandLine.Command(mixinStandardHelpOptions = true, version = "Salus 0.1.0")
public abstract class Command implements Callable<Integer> {
  @Option(names = "--json", description = "Answer with one JSON document on standard output.")
  private boolean json;

  protected final Console console() {
    return Console.standard(json);
  }
}
