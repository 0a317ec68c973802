package io.salus.learning.network;

import java.util.random.RandomGenerator;

/**
 * How pictures are changed at random in training, in ways that do not change what they show: Simard
 * et al., "Best practices for convolutional neural networks", ICDAR 2003, section 2.
 *
 * @param shift pixels by which a picture is moved, each way; what comes in is its edge once more,
 *     for a frame of another brightness would tell how it was changed
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
      int number = 0;
      for (int y = 0; y < height; y++) {
        int line = Math.clamp(y - down, 0, height - 1) * width;
        for (int x = 0; x < width; x++) {
          int pixel = (line + Math.clamp(x - right, 0, width - 1)) * depth;
          for (int channel = 0; channel < depth; channel++) {
            values[i][number++] = from[pixel + channel] * gain + more;
          }
        }
      }
    }
    return new Samples(values, classes);
  }
}
