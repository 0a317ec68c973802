package io.salus.learning.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.learning.metric.Discrimination;
import io.salus.learning.model.Cell;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeepTrainingTest {
  private static final int SIDE = 8;

  @Test
  void aConvolutionFindsAShapeWhereverItIs() throws IOException {
    Architecture net = new Architecture.Convolutional(SIDE, SIDE, 1, List.of(8, 8), 0, 1);

    double auroc =
        auroc(
            net,
            new Schedule(12, 32, 0.01, 0.01, new Augmentation(1, 0.1)),
            pictures(300, 1),
            pictures(200, 2));

    assertTrue(auroc > 0.95, "AUROC " + auroc);
  }

  @Test
  void aPerceptronTellsRisingFromFalling() throws IOException {
    tellsRisingFromFalling(new Architecture.Perceptron(12, List.of(16), 2), 0.01);
  }

  @ParameterizedTest
  @EnumSource
  void aRecurrentNetworkTellsRisingFromFalling(Cell cell) throws IOException {
    tellsRisingFromFalling(new Architecture.Recurrent(12, 1, cell, 8, 2), 0.02);
  }

  @Test
  void anAutoencoderIsWorseAtWhatItNeverSaw() throws IOException {
    Architecture net = new Architecture.Autoencoder(12, List.of(8, 2));
    Samples all = series(400, 1);
    boolean[] falling = all.are(0);
    int[] rows = IntStream.range(0, 400).filter(i -> falling[i]).toArray();
    byte[] parameters =
        new DeepTraining(net, new Schedule(40, 16, 0.01, 0, Augmentation.NONE), 1)
            .train(all.rows(rows), s -> {});

    try (DeepNetwork network = DeepNetwork.load(net, parameters)) {
      Samples unseen = series(300, 2);
      assertTrue(Discrimination.auroc(network.anomalies(unseen), unseen.are(1)) > 0.9);
    }
  }

  @Test
  void theSameSeedGivesTheSameBits() throws IOException {
    Architecture net = new Architecture.Convolutional(SIDE, SIDE, 1, List.of(4), 0.2, 1);
    Schedule schedule = new Schedule(2, 32, 0.01, 0.01, new Augmentation(1, 0.1));

    byte[] one = new DeepTraining(net, schedule, 3).train(pictures(100, 1), s -> {});
    byte[] two = new DeepTraining(net, schedule, 3).train(pictures(100, 1), s -> {});

    assertArrayEquals(one, two);
  }

  @Test
  void isTakenUpAfterADeathAsIfNothingHadHappened() throws IOException {
    Architecture net = new Architecture.Convolutional(SIDE, SIDE, 1, List.of(4), 0.2, 1);
    DeepTraining training =
        new DeepTraining(net, new Schedule(4, 32, 0.01, 0.01, new Augmentation(1, 0.1), 2), 3);
    Samples rows = pictures(100, 1);
    Samples held = pictures(60, 2);
    Notebook notebook = new Notebook(2);

    assertThrows(IllegalStateException.class, () -> training.train(rows, held, 9, notebook));
    Notebook next = new Notebook(Integer.MAX_VALUE);
    next.state = notebook.state;
    DeepFit resumed = training.train(rows, held, 9, next);
    DeepFit whole = training.train(rows, held, 9, new Notebook(Integer.MAX_VALUE));

    assertTrue(next.first > 0, "it did not start anew");
    assertArrayEquals(whole.parameters(), resumed.parameters());
    assertEquals(whole.bestEpoch(), resumed.bestEpoch());
    assertEquals(whole.heldLoss(), resumed.heldLoss(), 0);
  }

  @Test
  void stopsWhereTheRowsHeldOutGetNoBetter() throws IOException {
    Architecture net = new Architecture.Perceptron(12, List.of(16), 1);
    DeepFit fit =
        new DeepTraining(net, new Schedule(200, 16, 0.02, 0, Augmentation.NONE), 1)
            .train(noise(60, 1), noise(60, 2), 5, Watch.of(share -> {}));

    assertEquals(fit.bestEpoch() + 5, fit.epochs());
  }

  /** Keeps states, and dies in an epoch. */
  private static final class Notebook implements Watch {
    private final int dies;
    private byte[] state = new byte[0];
    private int first = -1;

    Notebook(int dies) {
      this.dies = dies;
    }

    @Override
    public void at(int epoch, int epochs, double share) {
      first = first < 0 ? epoch : first;
      if (epoch == dies) {
        throw new IllegalStateException("killed");
      }
    }

    @Override
    public Optional<byte[]> kept() {
      return state.length == 0 ? Optional.empty() : Optional.of(state);
    }

    @Override
    public void keep(byte[] next) {
      state = next.clone();
    }
  }

  @Test
  void refusesParametersOfAnotherNetwork() {
    Architecture net = new Architecture.Perceptron(4, List.of(3), 1);

    assertThrows(IOException.class, () -> DeepNetwork.load(net, new byte[] {1, 2, 3}));
  }

  private static void tellsRisingFromFalling(Architecture net, double rate) throws IOException {
    byte[] parameters =
        new DeepTraining(net, new Schedule(15, 32, rate, 0, Augmentation.NONE), 1)
            .train(series(300, 1), s -> {});

    try (DeepNetwork network = DeepNetwork.load(net, parameters)) {
      Samples unseen = series(200, 2);
      int[] answers = network.classes(unseen);
      int right = 0;
      for (int i = 0; i < answers.length; i++) {
        right += answers[i] == unseen.classOf(i) ? 1 : 0;
      }
      assertTrue(right > 180, right + " of 200");
    }
  }

  private static double auroc(Architecture net, Schedule schedule, Samples training, Samples unseen)
      throws IOException {
    byte[] parameters = new DeepTraining(net, schedule, 1).train(training, s -> {});
    try (DeepNetwork network = DeepNetwork.load(net, parameters)) {
      return Discrimination.auroc(network.margins(unseen), unseen.are(1));
    }
  }

  private static Samples noise(int rows, long seed) {
    Random random = new Random(seed);
    float[][] values = new float[rows][12];
    int[] classes = new int[rows];
    for (int i = 0; i < rows; i++) {
      classes[i] = random.nextInt(2);
      for (int j = 0; j < 12; j++) {
        values[i][j] = (float) random.nextGaussian();
      }
    }
    return new Samples(values, classes);
  }

  // Noise, with a bar lying (0) or standing (1) somewhere.
  private static Samples pictures(int rows, long seed) {
    Random random = new Random(seed);
    float[][] values = new float[rows][SIDE * SIDE];
    int[] classes = new int[rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < values[i].length; j++) {
        values[i][j] = (float) (random.nextGaussian() * 0.3);
      }
      classes[i] = random.nextInt(2);
      int line = random.nextInt(SIDE);
      int from = random.nextInt(SIDE - 4);
      for (int j = from; j < from + 4; j++) {
        values[i][classes[i] == 0 ? line * SIDE + j : j * SIDE + line] += 1.5f;
      }
    }
    return new Samples(values, classes);
  }

  // Waves that fall (0) or rise (1), begun anywhere.
  private static Samples series(int rows, long seed) {
    Random random = new Random(seed);
    float[][] values = new float[rows][12];
    int[] classes = new int[rows];
    for (int i = 0; i < rows; i++) {
      classes[i] = random.nextInt(2);
      double start = random.nextGaussian();
      for (int t = 0; t < 12; t++) {
        values[i][t] =
            (float) (start + (classes[i] == 1 ? 1 : -1) * t * 0.15 + random.nextGaussian() * 0.2);
      }
    }
    return new Samples(values, classes);
  }
}
