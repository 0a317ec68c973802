package io.salus.cli.bench.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.terminal.Json;
import io.salus.learning.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** scikit-learn in a Python process: gets matrix, outcomes and folds, gives probabilities. */
final class Scikit {
  private final String python;
  private final String version;
  private final Path folder;

  private Scikit(String python, String version, Path folder) {
    this.python = python;
    this.version = version;
    this.folder = folder;
  }

  /** The installed one, if there is one. */
  static Optional<Scikit> find(String python, Path folder)
      throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(python, "-c", "import sklearn; print(sklearn.__version__)")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String version =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0
          ? Optional.of(new Scikit(python, version, folder))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  String name() {
    return "scikit-learn " + version;
  }

  /**
   * Trains models on all folds.
   *
   * @param models names that the script knows
   * @param rounds how often each training is timed
   */
  List<Row> rows(
      String data, Table table, List<int[]> tests, List<String> models, int rounds, String remark)
      throws IOException, InterruptedException {
    double[] folds = new double[table.rows()];
    for (int fold = 0; fold < tests.size(); fold++) {
      for (int row : tests.get(fold)) {
        folds[row] = fold;
      }
    }
    double[] labels = new double[table.rows()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = table.label(i) ? 1 : 0;
    }
    Npy.write(folder.resolve("x.npy"), Matrix.of(table));
    Npy.write(folder.resolve("y.npy"), labels);
    Npy.write(folder.resolve("folds.npy"), folds);
    ObjectNode job = Json.object().put("rounds", rounds);
    Matrix.categories(table).forEach(job.putArray("categories")::add);
    models.forEach(job.putArray("models")::add);
    Json.MAPPER.writeValue(folder.resolve("job.json").toFile(), job);
    JsonNode times = run();
    List<Row> rows = new ArrayList<>();
    for (String model : models) {
      double[] seconds = new double[times.path(model).size()];
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] = times.path(model).get(i).asDouble();
      }
      double[] probabilities = Npy.read(folder.resolve(model + ".npy"));
      rows.add(Row.of(data, model + remark, name(), probabilities, table.labels(), tests, seconds));
    }
    return rows;
  }

  private JsonNode run() throws IOException, InterruptedException {
    Path script = folder.resolve("scikit.py");
    try (InputStream in = Scikit.class.getResourceAsStream("scikit.py")) {
      Files.write(script, Objects.requireNonNull(in).readAllBytes());
    }
    Process process =
        new ProcessBuilder(python, script.toString(), folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    byte[] answer = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException("scikit-learn's side failed");
    }
    return Json.MAPPER.readTree(answer);
  }
}
