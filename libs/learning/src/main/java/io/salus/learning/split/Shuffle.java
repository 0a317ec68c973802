package io.salus.learning.split;

import java.util.random.RandomGenerator;

/** Rows in a random order. */
public final class Shuffle {
  private Shuffle() {}

  /**
   * All numbers below {@code rows}, every order as likely: the "inside-out" Fisher-Yates shuffle.
   */
  public static int[] order(int rows, RandomGenerator random) {
    int[] order = new int[rows];
    for (int i = 0; i < rows; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }
}
