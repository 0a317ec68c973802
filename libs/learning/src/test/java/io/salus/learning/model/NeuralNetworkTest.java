package io.salus.learning.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.learning.Patients;
import io.salus.learning.encoding.Encoder;
import io.salus.learning.metric.Discrimination;
import io.salus.learning.network.DeepFit;
import io.salus.learning.network.NetworkTraining;
import io.salus.learning.network.Samples;
import io.salus.learning.network.Watch;
import io.salus.learning.table.Table;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeuralNetworkTest {
  private static final NetworkSettings SETTINGS =
      new NetworkSettings(List.of(16, 8), 0.01, 0.01, 64, 40, 10);

  /** Two inputs whose signs must differ: no linear model can tell. */
  private final double[][] x = new double[600][2];

  private final boolean[] y = new boolean[600];

  NeuralNetworkTest() {
    Random random = new Random(1);
    for (int i = 0; i < x.length; i++) {
      x[i] = new double[] {random.nextGaussian(), random.nextGaussian()};
      y[i] = x[i][0] * x[i][1] > 0;
    }
  }

  private DeepFit train(long seed) throws IOException {
    return new NetworkTraining(SETTINGS, seed)
        .train(
            Samples.of(Arrays.copyOfRange(x, 0, 400), Arrays.copyOfRange(y, 0, 400)),
            Samples.of(Arrays.copyOfRange(x, 400, 600), Arrays.copyOfRange(y, 400, 600)),
            Watch.of(share -> {}));
  }

  @Test
  void learnsWhatNoLinearModelCan() throws IOException {
    DeepFit trained = train(3);

    try (NeuralNetwork network = NeuralNetwork.load(trained.parameters(), SETTINGS.hidden())) {
      assertTrue(Discrimination.auroc(network.margins(x), y) > 0.95);
    }
  }

  @Test
  void sameSeedGivesTheSameBits() throws IOException {
    DeepFit one = train(3);
    DeepFit two = train(3);

    assertArrayEquals(one.parameters(), two.parameters());
    assertEquals(one.bestEpoch(), two.bestEpoch());
    assertFalse(Arrays.equals(one.parameters(), train(4).parameters()));
  }

  @Test
  void trainingsAskedForAtTheSameTimeDoNotDisturbEachOther() throws Exception {
    byte[] alone = train(3).parameters();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<DeepFit> same = threads.submit(() -> train(3));
      Future<DeepFit> other = threads.submit(() -> train(4));

      assertArrayEquals(alone, same.get().parameters());
      assertFalse(Arrays.equals(alone, other.get().parameters()));
    }
  }

  @Test
  void answersManyThreadsWithTheSameBits() throws Exception {
    byte[] parameters = train(3).parameters();
    try (NeuralNetwork network = NeuralNetwork.load(parameters, SETTINGS.hidden());
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      double[] alone = new double[200];
      for (int i = 0; i < alone.length; i++) {
        alone[i] = network.margins(new double[][] {x[i]})[0];
      }

      List<Future<Double>> answers =
          IntStream.range(0, 200)
              .mapToObj(i -> threads.submit(() -> network.margins(new double[][] {x[i]})[0]))
              .toList();

      for (int i = 0; i < alone.length; i++) {
        assertEquals(alone[i], answers.get(i).get(), 0);
      }
    }
  }

  @Test
  void contributionsAddUpToTheMargin() throws IOException {
    Table table = Patients.some(300, 1, 1);
    Encoder encoder = Encoder.fit(table);
    Samples rows = Samples.of(encoder.encode(table), table.labels());
    DeepFit trained = new NetworkTraining(SETTINGS, 1).train(rows, rows, Watch.of(share -> {}));
    try (NeuralNetwork network = NeuralNetwork.load(trained.parameters(), SETTINGS.hidden())) {
      double[] raw = encoder.raw(table, 5);

      double[] contributions = Attribution.of(network, encoder, raw);

      double[] margins =
          network.margins(new double[][] {encoder.encode(raw), new double[encoder.width()]});
      assertEquals(margins[0] - margins[1], Arrays.stream(contributions).sum(), 1e-3);
      assertArrayEquals(contributions, Attribution.of(network, encoder, raw), 0);
    }
  }

  @Test
  void refusesForeignParameters() {
    assertThrows(
        IOException.class, () -> NeuralNetwork.load(new byte[] {1, 2, 3}, SETTINGS.hidden()));
  }
}
