package io.salus.cli.bench.learning;

import io.salus.learning.metric.Discrimination;
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

/**
 * ECG5000 (UCR archive): single heartbeats of 140 samples in five classes, the first normal. The
 * training file is split 80/20 by five seeds; figures are means.
 */
final class Heartbeats {
  private static final String NAME = "ECG5000";
  private static final int SEEDS = 5;
  private static final int SAMPLES = 140;
  private static final int NORMAL = 0;

  /** Four samples a step: as good as one, and a quarter of the time. */
  private static final Architecture RECURRENT = new Architecture.Recurrent(SAMPLES / 4, 4, 32, 5);

  private static final Schedule SHORT = new Schedule(40, 32, 0.01, 0.01, Augmentation.NONE);
  private static final Architecture AUTOENCODER =
      new Architecture.Autoencoder(SAMPLES, List.of(64, 16, 6));
  private static final Schedule LONG = new Schedule(80, 32, 0.003, 0, Augmentation.NONE);

  private Heartbeats() {}

  static void run(Path data, long seed, Findings findings) throws IOException {
    Samples all;
    try (Reader reader = DataSet.HEARTBEATS.open(data)) {
      all = read(reader);
    }
    double accuracy = 0;
    double auroc = 0;
    double recurrentSeconds = 0;
    double encoderSeconds = 0;
    for (int i = 0; i < SEEDS; i++) {
      long own = seed + i;
      KFold split = KFold.of(names(all.rows()), all.are(NORMAL), 5, own);
      Samples training = all.rows(split.train(0));
      Samples test = all.rows(split.test(0));
      long start = System.nanoTime();
      byte[] cells = new DeepTraining(RECURRENT, SHORT, own).train(training, share -> {});
      recurrentSeconds += (System.nanoTime() - start) / 1e9 / SEEDS;
      accuracy += accuracy(cells, test) / SEEDS;
      boolean[] normal = training.are(NORMAL);
      int[] healthy = IntStream.range(0, normal.length).filter(row -> normal[row]).toArray();
      long begin = System.nanoTime();
      byte[] encoder =
          new DeepTraining(AUTOENCODER, LONG, own).train(training.rows(healthy), share -> {});
      encoderSeconds += (System.nanoTime() - begin) / 1e9 / SEEDS;
      auroc += anomaly(encoder, test) / SEEDS;
    }
    findings.add(Row.ofNetwork(NAME, "GRU, accuracy", accuracy, 0, recurrentSeconds));
    findings.demand(
        accuracy >= 0.94,
        String.format(Locale.ROOT, "%s: accuracy %.4f (at least 0.94)", NAME, accuracy));
    findings.add(Row.ofNetwork(NAME, "autoencoder, normal against rest", auroc, 0, encoderSeconds));
    findings.demand(
        auroc >= 0.98,
        String.format(
            Locale.ROOT, "%s: AUROC of the anomaly score %.4f (at least 0.98)", NAME, auroc));
  }

  private static double accuracy(byte[] parameters, Samples test) throws IOException {
    try (DeepNetwork network = DeepNetwork.load(RECURRENT, parameters)) {
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
