package io.salus.learning.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final Architecture.Convolutional PICTURES =
      new Architecture.Convolutional(3, 4, 2, List.of(2), 0, 1);

  @Test
  void aPictureOfOneBrightnessGetsNoFrame() {
    Set<Float> seen = new HashSet<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int turn = 0; turn < 20; turn++) {
      Samples changed = new Augmentation(2, 0.3).of(picture(x -> 1.5f), PICTURES, random);
      float first = changed.value(0)[0];
      for (float number : changed.value(0)) {
        assertEquals(first, number, 0);
      }
      seen.add(first);
    }
    assertTrue(seen.size() > 1, "the contrast never changed");
  }

  @Test
  void aPixelsNumbersStayTogetherWhereverItIsMoved() {
    SplittableRandom random = new SplittableRandom(1);
    Set<Float> corners = new HashSet<>();
    for (int turn = 0; turn < 50; turn++) {
      float[] moved = new Augmentation(2, 0).of(picture(i -> i), PICTURES, random).value(0);
      for (int i = 0; i < moved.length; i += 2) {
        assertEquals(0, moved[i] % 2, 0);
        assertEquals(moved[i] + 1, moved[i + 1], 0);
      }
      corners.add(moved[0]);
    }
    // From two pixels down and right of it to the corner itself.
    assertEquals(Set.of(0f, 2f, 4f, 8f, 10f, 12f, 16f, 18f, 20f), corners);
  }

  /** Of the number at each place. */
  private interface Numbers {
    float at(int place);
  }

  private static Samples picture(Numbers numbers) {
    float[] values = new float[3 * 4 * 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.at(i);
    }
    return new Samples(new float[][] {values}, new int[] {1});
  }
}
