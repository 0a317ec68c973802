package io.salus.cli.bench.learning;

import io.salus.cli.terminal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The process that trains: folder of the data, file of the results, Python, first seed, number of
 * seeds and names of data sets are its arguments.
 */
final class LearningRun {
  private LearningRun() {}

  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    Path results = Path.of(arguments[1]);
    long seed = Long.parseLong(arguments[3]);
    int seeds = Integer.parseInt(arguments[4]);
    Path exchange = Files.createTempDirectory("salus-learning");
    try {
      Optional<Scikit> scikit = Scikit.find(arguments[2], exchange);
      Findings findings = new Findings();
      if (scikit.isEmpty()) {
        findings.remark(
            "scikit-learn was not found by " + arguments[2] + ", so nothing stands beside.");
      }
      List<DataSet> sets =
          Arrays.stream(arguments, 5, arguments.length).map(DataSet::valueOf).toList();
      for (DataSet set : sets) {
        if (!set.in(data)) {
          findings.remark(set.file() + " is not in the folder.");
          continue;
        }
        switch (set) {
          case BREAST_CANCER -> BreastCancer.run(data, scikit, seed, findings);
          case DIABETES -> Diabetes.run(data, scikit, seed, findings);
          case PNEUMONIA ->
              Pneumonia.run(data, Eager.find(arguments[2], exchange), seed, seeds, findings);
          case HEARTBEATS -> Heartbeats.run(data, seed, seeds, findings);
        }
      }
      var json = findings.json();
      json.put("at", Instant.now().toString());
      json.put("cores", Runtime.getRuntime().availableProcessors());
      json.put("seed", seed).put("seeds", seeds);
      Json.MAPPER.writeValue(results.toFile(), json);
    } finally {
      delete(exchange);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
