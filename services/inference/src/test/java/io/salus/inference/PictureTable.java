package io.salus.inference;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

/** Small made-up pictures, as a table that is brought; line by line they are sequences, too. */
final class PictureTable {
  static final int SIDE = 6;

  private PictureTable() {}

  /** Sends the table; its id. */
  static String put(TestClients clients, String token) throws Exception {
    StringBuilder csv = new StringBuilder("who,ill");
    for (int j = 0; j < SIDE * SIDE; j++) {
      csv.append(",pixel-").append(j);
    }
    for (int i = 0; i < 300; i++) {
      int ill = i % 3 == 0 ? 1 : 0;
      csv.append("\np").append(i).append(',').append(ill);
      for (double value : picture(ill, i)) {
        csv.append(String.format(Locale.ROOT, ",%.2f", value));
      }
    }
    byte[] bytes = csv.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    return clients.put(token, "csv", bytes).getId();
  }

  // Noise with a line that lies low, or high in who is ill.
  static double[] picture(int ill, int seed) {
    Random random = new Random(seed);
    double[] pixels = new double[SIDE * SIDE];
    int line = (ill == 1 ? 0 : 3) + random.nextInt(3);
    for (int j = 0; j < pixels.length; j++) {
      pixels[j] = 100 + 15 * random.nextGaussian() + (j / SIDE == line ? 60 : 0);
    }
    return pixels;
  }
}
