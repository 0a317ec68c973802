package io.salus.cli.bench.learning;

import io.salus.learning.metric.Discrimination;
import io.salus.learning.network.Architecture;
import io.salus.learning.network.Augmentation;
import io.salus.learning.network.DeepNetwork;
import io.salus.learning.network.DeepTraining;
import io.salus.learning.network.Samples;
import io.salus.learning.network.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * PneumoniaMNIST (Yang et al. 2023): pneumonia on a chest X-ray of 28x28 pixels; the file's split.
 */
final class Pneumonia {
  private static final String NAME = "PneumoniaMNIST";
  private static final int SIDE = 28;
  private static final Architecture NETWORK =
      new Architecture.Convolutional(SIDE, SIDE, 1, List.of(16, 32, 64), 0.5, 1);

  /** Chosen by the log loss on the file's validation part. */
  private static final Schedule SCHEDULE =
      new Schedule(12, 64, 0.004, 0.3, new Augmentation(2, 0.2));

  private Pneumonia() {}

  static void run(Path data, long seed, Findings findings) throws IOException {
    Map<String, byte[]> arrays = ByteArrays.of(data.resolve(DataSet.PNEUMONIA.file()));
    Samples training = samples(arrays, "train");
    Samples test = samples(arrays, "test");
    long begin = System.nanoTime();
    byte[] parameters = new DeepTraining(NETWORK, SCHEDULE, seed).train(training, share -> {});
    double seconds = (System.nanoTime() - begin) / 1e9;
    try (DeepNetwork network = DeepNetwork.load(NETWORK, parameters)) {
      double auroc = Discrimination.auroc(network.margins(test), test.are(1));
      findings.add(Row.ofNetwork(NAME, "convolutional network", auroc, 0, seconds));
      findings.demand(
          auroc >= 0.985,
          String.format(Locale.ROOT, "%s: test AUROC %.4f (at least 0.985)", NAME, auroc));
    }
  }

  /** Pixels from 0 to 255 as numbers of about mean 0. */
  private static Samples samples(Map<String, byte[]> arrays, String part) throws IOException {
    byte[] pixels = ByteArrays.require(arrays, part + "_images");
    byte[] labels = ByteArrays.require(arrays, part + "_labels");
    float[][] values = new float[labels.length][SIDE * SIDE];
    int[] classes = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      classes[i] = labels[i];
      for (int j = 0; j < SIDE * SIDE; j++) {
        values[i][j] = ((pixels[i * SIDE * SIDE + j] & 0xff) / 255f - 0.5f) / 0.25f;
      }
    }
    return new Samples(values, classes);
  }
}
