package io.salus.cli.bench.learning;

import io.salus.learning.metric.Discrimination;
import io.salus.learning.model.Cell;
import io.salus.learning.network.Architecture;
import io.salus.learning.network.Augmentation;
import io.salus.learning.network.DeepNetwork;
import io.salus.learning.network.DeepTraining;
import io.salus.learning.network.Samples;
import io.salus.learning.network.Schedule;
import io.salus.learning.split.KFold;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * ECG5000 (UCR archive): single heartbeats of 140 samples in five classes, the first normal. The
 * training file is split 80/20 by several seeds; figures are means.
 */
final class Heartbeats {
  private static final String NAME = "ECG5000";
  private static final int SAMPLES = 140;
  private static final int NORMAL = 0;

  private static final Schedule SHORT = new Schedule(40, 32, 0.01, 0.01, Augmentation.NONE);
  private static final Architecture AUTOENCODER =
      new Architecture.Autoencoder(SAMPLES, List.of(64, 16, 6));
  private static final Schedule LONG = new Schedule(80, 32, 0.003, 0, Augmentation.NONE);

  private Heartbeats() {}

  /** Rows of one seed. */
  private record Split(long seed, Samples training, Samples test) {}

  static void run(Path data, long seed, int seeds, Findings findings) throws IOException {
    Samples all;
    try (Reader reader = DataSet.HEARTBEATS.open(data)) {
      all = read(reader);
    }
    List<Split> splits =
        LongStream.range(seed, seed + seeds).mapToObj(own -> split(all, own)).toList();
    double accuracy = accuracy(splits, Cell.GRU, findings);
    findings.demand(
        accuracy >= 0.94,
        String.format(Locale.ROOT, "%s: accuracy %.4f (at least 0.94)", NAME, accuracy));
    double unused = accuracy(splits, Cell.LSTM, findings);
    double auroc = auroc(splits, findings);
    findings.demand(
        auroc >= 0.98,
        String.format(
            Locale.ROOT, "%s: AUROC of the anomaly score %.4f (at least 0.98)", NAME, auroc));
  }

  private static Split split(Samples all, long seed) {
    KFold split = KFold.of(names(all.rows()), all.are(NORMAL), 5, seed);
    return new Split(seed, all.rows(split.train(0)), all.rows(split.test(0)));
  }

  private static double accuracy(List<Split> splits, Cell cell, Findings findings)
      throws IOException {
    // Four samples a step: as good as one, and a quarter of the time.
    Architecture net = new Architecture.Recurrent(SAMPLES / 4, 4, cell, 32, 5);
    double[] accuracies = new double[splits.size()];
    double seconds = 0;
    for (int i = 0; i < accuracies.length; i++) {
      Split split = splits.get(i);
      long begin = System.nanoTime();
      byte[] cells =
          new DeepTraining(net, SHORT, split.seed()).train(split.training(), share -> {});
      seconds += (System.nanoTime() - begin) / 1e9;
      accuracies[i] = accuracy(net, cells, split.test());
    }
    return found(cell + ", accuracy", accuracies, seconds, findings);
  }

  private static double auroc(List<Split> splits, Findings findings) throws IOException {
    double[] aurocs = new double[splits.size()];
    double seconds = 0;
    for (int i = 0; i < aurocs.length; i++) {
      Split split = splits.get(i);
      boolean[] normal = split.training().are(NORMAL);
      int[] healthy = IntStream.range(0, normal.length).filter(row -> normal[row]).toArray();
      long begin = System.nanoTime();
      byte[] encoder =
          new DeepTraining(AUTOENCODER, LONG, split.seed())
              .train(split.training().rows(healthy), share -> {});
      seconds += (System.nanoTime() - begin) / 1e9;
      aurocs[i] = anomaly(encoder, split.test());
    }
    return found("autoencoder, normal against rest", aurocs, seconds, findings);
  }

  /** The mean of the figures. */
  private static double found(String model, double[] figures, double seconds, Findings findings) {
    Row row = Row.ofNetwork(NAME, model, "Salus", figures, seconds / figures.length);
    findings.add(row);
    return row.auroc();
  }

  private static double accuracy(Architecture net, byte[] parameters, Samples test)
      throws IOException {
    try (DeepNetwork network = DeepNetwork.load(net, parameters)) {
      int[] answers = network.classes(test);
      long right =
          IntStream.range(0, answers.length).filter(i -> answers[i] == test.classOf(i)).count();
      return (double) right / answers.length;
    }
  }

  private static double anomaly(byte[] parameters, Samples test) throws IOException {
    try (DeepNetwork network = DeepNetwork.load(AUTOENCODER, parameters)) {
      boolean[] abnormal = test.are(NORMAL);
      for (int i = 0; i < abnormal.length; i++) {
        abnormal[i] = !abnormal[i];
      }
      return Discrimination.auroc(network.anomalies(test), abnormal);
    }
  }

  private static Samples read(Reader reader) throws IOException {
    List<String> lines =
        new BufferedReader(reader).lines().filter(line -> !line.isBlank()).toList();
    float[][] values = new float[lines.size()][SAMPLES];
    int[] classes = new int[lines.size()];
    for (int i = 0; i < classes.length; i++) {
      String[] cells = lines.get(i).strip().split("\\s+");
      classes[i] = (int) Double.parseDouble(cells[0]) - 1;
      for (int j = 0; j < SAMPLES; j++) {
        values[i][j] = Float.parseFloat(cells[j + 1]);
      }
    }
    return new Samples(values, classes);
  }

  private static List<String> names(int rows) {
    return IntStream.range(0, rows).mapToObj(i -> "beat-" + i).toList();
  }
}
