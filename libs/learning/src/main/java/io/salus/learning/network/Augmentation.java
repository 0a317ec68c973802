package io.salus.learning.network;

import java.util.random.RandomGenerator;

/**
 * How pictures are changed at random in training, in ways that do not change what they show: Simard
 * et al., "Best practices for convolutional neural networks", ICDAR 2003, section 2.
 *
 * @param shift pixels by which a picture is moved, each way; what comes in is 0
 * @param contrast share by which contrast varies, and as much of the values' unit is added to or
 *     taken from all of them
 */
public record Augmentation(int shift, double contrast) {
  public static final Augmentation NONE = new Augmentation(0, 0);

  public Augmentation {
    if (shift < 0 || !(contrast >= 0) || contrast >= 1) {
      throw new IllegalArgumentException("no such augmentation");
    }
  }

  /** A batch of changed pictures. */
  Samples of(Samples batch, Architecture.Convolutional pictures, RandomGenerator random) {
    if (equals(NONE)) {
      return batch;
    }
    int height = pictures.height();
    int width = pictures.imageWidth();
    int depth = pictures.depth();
    float[][] values = new float[batch.rows()][height * width * depth];
    int[] classes = new int[batch.rows()];
    for (int i = 0; i < values.length; i++) {
      int down = random.nextInt(2 * shift + 1) - shift;
      int right = random.nextInt(2 * shift + 1) - shift;
      float gain = (float) (1 + contrast * (2 * random.nextDouble() - 1));
      float more = (float) (contrast * (2 * random.nextDouble() - 1));
      classes[i] = batch.classOf(i);
      float[] from = batch.value(i);
      int first = Math.max(0, right) * depth;
      int end = Math.min(width, width + right) * depth;
      for (int y = Math.max(0, down); y < Math.min(height, height + down); y++) {
        int line = y * width * depth;
        int before = ((y - down) * width - right) * depth;
        for (int x = first; x < end; x++) {
          values[i][line + x] = from[before + x] * gain + more;
        }
      }
    }
    return new Samples(values, classes);
  }
}
