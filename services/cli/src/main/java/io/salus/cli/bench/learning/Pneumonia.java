package io.salus.cli.bench.learning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.terminal.Json;
import io.salus.learning.metric.Discrimination;
import io.salus.learning.network.Architecture;
import io.salus.learning.network.Augmentation;
import io.salus.learning.network.DeepEnsemble;
import io.salus.learning.network.DeepNetwork;
import io.salus.learning.network.DeepTraining;
import io.salus.learning.network.Samples;
import io.salus.learning.network.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * PneumoniaMNIST (Yang et al. 2023): pneumonia on a chest X-ray of 28x28 pixels; the file's split.
 */
final class Pneumonia {
  private static final String NAME = "PneumoniaMNIST";
  private static final String MODEL = "CNN of 6 layers, 4 averaged";
  private static final int SIDE = 28;
  private static final int WARM = 256;
  private static final Architecture.Convolutional NETWORK =
      new Architecture.Convolutional(SIDE, SIDE, 1, List.of(16, 32, 64), 0.5, 1);

  /** Chosen by the log loss on the file's validation part, over seeds. */
  private static final Schedule SCHEDULE =
      new Schedule(20, 64, 0.004, 0.3, new Augmentation(2, 0.2));

  /**
   * Networks that are averaged. By the mean log loss on the validation part, of draws from twelve
   * trained networks: one 0.0477, two 0.0434, three 0.0421, four 0.0415, five 0.0410, eight 0.0403.
   * The fifth gains a twelfth of what the others do, and a training should end within two minutes.
   */
  private static final int MEMBERS = 4;

  private Pneumonia() {}

  static void run(Path data, Optional<Eager> eager, long seed, int seeds, Findings findings)
      throws IOException, InterruptedException {
    Path file = data.resolve(DataSet.PNEUMONIA.file());
    Map<String, byte[]> arrays = ByteArrays.of(file);
    Samples training = samples(arrays, "train");
    Samples test = samples(arrays, "test");
    var unused =
        new DeepTraining(NETWORK, new Schedule(1, 64, 0.004, 0.3, SCHEDULE.augmentation()), seed)
            .train(training.rows(IntStream.range(0, WARM).toArray()), share -> {});
    double[] aurocs = new double[seeds];
    double[] seconds = new double[seeds];
    for (int i = 0; i < seeds; i++) {
      long begin = System.nanoTime();
      List<byte[]> networks =
          new DeepEnsemble(NETWORK, SCHEDULE, MEMBERS, seed + i).train(training, share -> {});
      seconds[i] = (System.nanoTime() - begin) / 1e9;
      aurocs[i] = Discrimination.auroc(margins(networks, test), test.are(1));
    }
    double median = Arrays.stream(seconds).sorted().toArray()[seeds / 2];
    Row row = Row.ofNetwork(NAME, MODEL, "Salus", aurocs, median);
    findings.add(row);
    double mean = row.auroc();
    findings.demand(
        mean >= 0.985,
        String.format(
            Locale.ROOT,
            "%s: test AUROC %.4f, mean of %d seeds (at least 0.985)",
            NAME,
            mean,
            seeds));
    if (eager.isPresent()) {
      beside(eager.get(), file, test, seed, median, findings);
    }
  }

  /** Means of those of the networks. */
  private static double[] margins(List<byte[]> networks, Samples rows) throws IOException {
    double[] means = new double[rows.rows()];
    for (byte[] parameters : networks) {
      try (DeepNetwork network = DeepNetwork.load(NETWORK, parameters)) {
        double[] margins = network.margins(rows);
        for (int i = 0; i < means.length; i++) {
          means[i] += margins[i] / networks.size();
        }
      }
    }
    return means;
  }

  private static void beside(
      Eager eager, Path file, Samples test, long seed, double ours, Findings findings)
      throws IOException, InterruptedException {
    Eager.Trained theirs = eager.train(settings(file, seed));
    double[] auroc = {Discrimination.auroc(theirs.margins(), test.are(1))};
    findings.add(Row.ofNetwork(NAME, MODEL, eager.name(), auroc, theirs.seconds()));
    findings.demand(
        ours <= theirs.seconds(),
        String.format(
            Locale.ROOT,
            "%s: a training takes %.1f s, that of the same networks in eager PyTorch %.1f s",
            NAME,
            ours,
            theirs.seconds()));
  }

  private static ObjectNode settings(Path file, long seed) {
    ObjectNode json = Json.object().put("file", file.toAbsolutePath().toString());
    json.put("seed", seed).put("threads", Integer.getInteger("ai.djl.pytorch.num_threads", 1));
    NETWORK.channels().forEach(json.putArray("filters")::add);
    json.put("dropout", NETWORK.dropout()).put("members", MEMBERS);
    json.put("epochs", SCHEDULE.epochs()).put("batch", SCHEDULE.batch());
    json.put("rate", SCHEDULE.learningRate()).put("decay", SCHEDULE.weightDecay());
    json.put("shift", SCHEDULE.augmentation().shift());
    return json.put("contrast", SCHEDULE.augmentation().contrast());
  }

  /** Pixels from 0 to 255; each picture brought to the same brightness and contrast. */
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
    return new Samples(values, classes).eachAlone(1);
  }
}
