package io.salus.cli.bench.learning;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.home.Home;
import io.salus.cli.terminal.Command;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Trains the algorithms in a process of its own: this one is kept small and quick to start. */
@CommandLine.Command(
    name = "learning",
    header = "Train every algorithm on real data, beside scikit-learn where it is installed.",
    description = {
      "",
      "Needs no stack. The folder holds the public data sets; those that are not there are left"
          + " out:",
      "",
      "  breast-cancer-wisconsin-diagnostic.csv.gz   10-fold: logistic regression,",
      "                                              SVM, random forest",
      "  diabetes130.csv.gz                          5 splits by patient: boosting",
      "  pneumoniamnist.npz                          the file's split: 4 CNNs averaged, beside",
      "                                              PyTorch where it is installed",
      "  ecg5000-train.txt.gz                        splits by seed: GRU, LSTM, autoencoder",
      "",
      "Both sides get the same training rows and are judged by the same code on the same test rows."
          + " SECONDS is the median time of one training, preprocessing and calibration included.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./salus bench learning --data DIR",
      "  ./salus bench learning --data DIR --python .venv/bin/python --only breast-cancer",
      "",
      "Exit code 1 when a demand is not met."
    })
public final class LearningCommand extends Command {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the data sets.")
  private Path data = Path.of("");

  @Option(
      names = "--python",
      paramLabel = "FILE",
      defaultValue = "python3",
      description =
          "Python with scikit-learn and PyTorch. Without them only Salus is measured. Default: ${DEFAULT-VALUE}.")
  private String python = "";

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description = "One data set: ${COMPLETION-CANDIDATES}.")
  private @Nullable DataSet only;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of splits and models. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Seeds, from --seed on, over which a network's figures are means. Default: ${DEFAULT-VALUE}.")
  private int seeds;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the results. Default: bench-results in the state directory.")
  private @Nullable Path out;

  @Override
  public Integer call() throws Exception {
    if (!Files.isDirectory(data)) {
      throw new Failure(
          Exit.WRONG_ARGUMENTS, data + " is no folder.", "See: ./salus bench learning --help");
    }
    if (seeds < 1) {
      throw new Failure(
          Exit.WRONG_ARGUMENTS, "--seeds is at least 1.", "See: ./salus bench learning --help");
    }
    Path folder =
        Files.createDirectories(
            out == null ? Home.standard().directory().resolve("bench-results") : out);
    Path file = folder.toAbsolutePath().resolve("bench-learning.json");
    Files.deleteIfExists(file);
    int exit = train(file);
    if (!Files.exists(file)) {
      throw new Failure(
          Exit.FAILED, "The training ended early, with " + exit + ".", "What it said is above.");
    }
    JsonNode results = Json.MAPPER.readTree(file.toFile());
    console().answer(results, LearningTable.of(results) + "\n\nSaved: " + file);
    boolean met = results.path("missed").isEmpty();
    return (met ? Exit.OK : Exit.FAILED).code();
  }

  /** This process' own heap and compiler are those of a command line. */
  private int train(Path file) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx3g", "-XX:+UseParallelGC", "--enable-native-access=ALL-UNNAMED"));
    line.add("-Dslf4j.internal.verbosity=ERROR");
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.add(LearningRun.class.getName());
    line.addAll(List.of(data.toString(), file.toString(), python));
    line.addAll(List.of(Long.toString(seed), Integer.toString(seeds)));
    for (DataSet set : only == null ? List.of(DataSet.values()) : List.of(only)) {
      line.add(set.name());
    }
    Process process =
        new ProcessBuilder(line)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Thread stop = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      return process.waitFor();
    } finally {
      process.destroy();
      Runtime.getRuntime().removeShutdownHook(stop);
    }
  }
}
