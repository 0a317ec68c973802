package io.salus.learning.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.salus.learning.model.Cell;
import io.salus.testkit.CollectedMemory;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A training has the same bits whenever the garbage collector comes, and whatever it takes. */
class CollectedMemoryTest {
  static Stream<Architecture> networks() {
    return Stream.of(
        new Architecture.Recurrent(6, 8, Cell.GRU, 8, 1),
        new Architecture.Recurrent(6, 8, Cell.LSTM, 8, 1),
        new Architecture.Convolutional(6, 8, 1, List.of(4), 0.1, 1),
        new Architecture.Perceptron(48, List.of(8), 1),
        new Architecture.Perceptron(48, List.of(8), 3),
        new Architecture.Autoencoder(48, List.of(8)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void trainsTheSameWhileMemoryIsTakenBack(Architecture net) throws Exception {
    byte[] alone = train(net);
    assertArrayEquals(alone, CollectedMemory.during(() -> train(net)));
  }

  private static byte[] train(Architecture net) throws IOException {
    Schedule schedule = new Schedule(3, 16, 0.01, 0.01, new Augmentation(0, 0.1), 2);
    return new DeepTraining(net, schedule, 1).train(rows(), share -> {});
  }

  private static Samples rows() {
    Random random = new Random(1);
    float[][] values = new float[160][48];
    int[] classes = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      classes[i] = i % 2;
      for (int j = 0; j < 48; j++) {
        values[i][j] = (float) (random.nextGaussian() + 0.3 * classes[i]);
      }
    }
    return new Samples(values, classes);
  }
}
