package io.salus.learning.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeepEnsembleTest {
  private static final int EPOCHS = 4;
  private static final Architecture NETWORK = new Architecture.Perceptron(6, List.of(8), 1);
  private static final Schedule SCHEDULE = new Schedule(EPOCHS, 16, 0.01, 0, Augmentation.NONE);
  private static final Samples ROWS = rows(60, 1);
  private static final Samples HELD = rows(40, 2);

  @Test
  void eachNetworkHasASeedOfItsOwn() throws IOException {
    List<byte[]> three = new DeepEnsemble(NETWORK, SCHEDULE, 3, 5).train(ROWS, share -> {});
    List<byte[]> again = new DeepEnsemble(NETWORK, SCHEDULE, 3, 5).train(ROWS, share -> {});

    assertEquals(3, three.size());
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(three.get(i), again.get(i));
      assertFalse(Arrays.equals(three.get(i), three.get((i + 1) % 3)));
    }
    byte[] alone = new DeepTraining(NETWORK, SCHEDULE, 5).train(ROWS, share -> {});
    assertArrayEquals(alone, three.getFirst(), "one alone is what it always was");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, EPOCHS, EPOCHS + 2, 2 * EPOCHS + 1})
  void isTakenUpInTheNetworkInWhichItDied(int epoch) throws IOException {
    DeepEnsemble ensemble = new DeepEnsemble(NETWORK, SCHEDULE, 3, 5);
    Notebook dying = new Notebook(epoch);

    assertThrows(IllegalStateException.class, () -> ensemble.train(ROWS, HELD, 9, dying));
    Notebook next = new Notebook(Integer.MAX_VALUE);
    next.state = dying.state;
    List<DeepFit> resumed = ensemble.train(ROWS, HELD, 9, next);
    Notebook whole = new Notebook(Integer.MAX_VALUE);
    List<DeepFit> fits = ensemble.train(ROWS, HELD, 9, whole);

    assertTrue(next.epochs.getFirst() >= epoch - 1, "began again at " + next.epochs.getFirst());
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(fits.get(i).parameters(), resumed.get(i).parameters());
      assertEquals(fits.get(i).bestEpoch(), resumed.get(i).bestEpoch());
    }
    assertEquals(3 * EPOCHS, whole.epochs.stream().distinct().count());
    assertEquals(whole.epochs.stream().sorted().toList(), whole.epochs, "never goes back");
    assertEquals(whole.shares.stream().sorted().toList(), whole.shares, "never goes back");
    assertEquals(0, whole.shares.getFirst(), 0);
    assertTrue(whole.shares.getLast() > 0.9 && whole.shares.getLast() < 1);
  }

  @Test
  void takesUpNothingOfAnotherTraining() throws IOException {
    Notebook dying = new Notebook(EPOCHS + 1);
    assertThrows(
        IllegalStateException.class,
        () -> new DeepEnsemble(NETWORK, SCHEDULE, 3, 5).train(ROWS, HELD, 9, dying));

    for (DeepEnsemble other :
        List.of(
            new DeepEnsemble(NETWORK, SCHEDULE, 2, 5), new DeepEnsemble(NETWORK, SCHEDULE, 3, 6))) {
      Notebook next = new Notebook(Integer.MAX_VALUE);
      next.state = dying.state;
      other.train(ROWS, HELD, 9, next);
      assertEquals(0, next.epochs.getFirst());
    }
  }

  /** Keeps states and what it hears, and dies in an epoch. */
  private static final class Notebook implements Watch {
    private final int dies;
    private final List<Integer> epochs = new ArrayList<>();
    private final List<Double> shares = new ArrayList<>();
    private byte[] state = new byte[0];

    Notebook(int dies) {
      this.dies = dies;
    }

    @Override
    public void at(int epoch, int all, double share) {
      assertEquals(0, all % EPOCHS);
      epochs.add(epoch);
      shares.add(share);
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

  private static Samples rows(int rows, long seed) {
    Random random = new Random(seed);
    float[][] values = new float[rows][6];
    int[] classes = new int[rows];
    for (int i = 0; i < rows; i++) {
      classes[i] = i % 2;
      for (int j = 0; j < 6; j++) {
        values[i][j] = (float) (random.nextGaussian() + (classes[i] == 1 ? 0.5 : 0));
      }
    }
    return new Samples(values, classes);
  }
}
