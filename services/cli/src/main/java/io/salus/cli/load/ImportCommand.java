package io.salus.cli.load;

import io.salus.cli.api.Api;
import io.salus.cli.api.Gateway;
import io.salus.cli.terminal.Command;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
    name = "import",
    header = "Bring a folder of FHIR R4 bundles, or files of NDJSON, into the records.",
    description = {
      "",
      "Every .json file with a batch or transaction Bundle is posted as it is to POST /fhir. When the server goes away in the "
          + "middle, the import waits and goes on; a patient whose transaction may have been stored is looked up before "
          + "it is sent again, so nothing is stored twice. Run it again and only the rest is sent.",
      "",
      "With --ndjson each file, of any size, becomes a job of $import: one resource a line, written as PUT Type/id would "
          + "write it. The job goes on when this command ends; run again, it finds what is stored unchanged.",
      ""
    })
public final class ImportCommand extends Command {
  private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Folder with the bundles; with --ndjson files and folders.")
  private List<Path> paths = List.of();

  @Option(names = "--ndjson", description = "The files are NDJSON, one resource a line.")
  private boolean ndjson;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      defaultValue = "4",
      description = "Transactions in flight, 1 to 64. Default: ${DEFAULT-VALUE}.")
  private int atOnce;

  @Mixin private Gateway gateway = new Gateway();

  @Option(
      names = "--no-check",
      description = "Do not look first whether a patient is there already.")
  private boolean noCheck;

  @Override
  public Integer call() {
    return ((ndjson ? lines() : bundles()) ? Exit.OK : Exit.FAILED).code();
  }

  private boolean lines() {
    var figures = new NdjsonImporter(api()).load(paths, console());
    var text = new StringBuilder(figures.text()).append('.');
    figures.refusals().forEach(r -> text.append("\nrefused ").append(r));
    console().answer(figures.json(), text.toString());
    return figures.failed() == 0;
  }

  private boolean bundles() {
    if (paths.size() != 1) {
      throw new Failure(
          Exit.WRONG_ARGUMENTS,
          "Bundles come from one folder.",
          "Name one folder, or use --ndjson for files of NDJSON.");
    }
    var figures =
        new Importer(api(), Math.clamp(atOnce, 1, 64), !noCheck)
            .load(paths.getFirst(), console(), "Importing");
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%,d resources in %d bundles, %,d resources a second; %d bundles were there already, %d sent again.",
            figures.resources(),
            figures.stored(),
            figures.resourcesPerSecond(),
            figures.found(),
            figures.retries()));
    figures.refusals().forEach(r -> text.append("\nrefused ").append(r));
    console().answer(figures.json(), text.toString());
    return figures.refusals().isEmpty();
  }

  private Api api() {
    return gateway.api("import", TOKEN_LIFETIME);
  }
}
